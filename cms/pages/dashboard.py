"""Messages from the public that wait for an answer."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core.dashboard import NAMED, Waiting, waiting
from cms.pages.models import Enquiry
from cms.pages.models.enquiries import EnquiryKind, EnquiryState


@waiting
def messages(request: HttpRequest) -> Iterator[Waiting]:
    """Open messages, reported barriers first; only for those who may answer them."""
    if not request.user.has_perm("pages.change_enquiry"):
        return
    url = reverse("enquiries:index")
    is_open = Enquiry.objects.filter(state=EnquiryState.OPEN)
    barriers = is_open.filter(kind=EnquiryKind.BARRIER).count()
    if barriers:
        text = ngettext("%(n)s reported barrier", "%(n)s reported barriers", barriers)
        yield Waiting(text % {"n": barriers}, f"{url}?kind=barrier&state=open", urgent=True)
    others = is_open.exclude(kind=EnquiryKind.BARRIER).count()
    if others:
        text = ngettext("%(n)s open enquiry", "%(n)s open enquiries", others)
        yield Waiting(text % {"n": others}, f"{url}?state=open", "mail", urgent=True)


@waiting
def barriers(request: HttpRequest) -> Iterator[Waiting]:
    """Where barriers were reported, for editors: they mend the page, others read and answer.

    The message itself may tell of a person, so it is not shown.
    """
    may_answer = request.user.has_perm("pages.change_enquiry")
    if may_answer or not PagePermissionPolicy().user_has_any_permission(request.user, {"change"}):
        return
    found = Enquiry.objects.filter(state=EnquiryState.OPEN, kind=EnquiryKind.BARRIER)
    for address in found.exclude(address="").values_list("address", flat=True)[:NAMED]:
        text = _("Reported barrier: %(address)s") % {"address": Truncator(address).chars(120)}
        yield Waiting(text, urgent=True)
