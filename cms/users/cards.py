"""The overview's parts that every account has."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.users.models import User
from cms.users.queries import has_second_factor
from cms.users.sections import Section, section


@section(order=80)
def admin_area(user: User) -> Section | None:
    """The way to work, for those who work here."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return None
    writes = PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"})
    text = _("Write and publish pages.") if writes else _("What waits for you here.")
    return Section(_("Admin area"), text, url=reverse("wagtailadmin_home"))


@section(order=90)
def safety(user: User) -> Section:
    """Whether the account is protected twice."""
    text = (
        _("A second factor protects your account.")
        if has_second_factor(user)
        else _("A second factor keeps others out, even if they know your password.")
    )
    return Section(_("Safety"), text, url=reverse("mfa_index"))


@section(order=95)
def my_data(user: User) -> Section:
    """The privacy centre."""
    text = _("See what we store about you, download it or have it erased.")
    return Section(_("My data"), text, url=reverse("account_data"))
