"""Wagtail's pages for accounts, with the rules of this site."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.users.views import users

from cms.users import domain
from cms.users.models import User
from cms.users.people_forms import NewPersonForm, PersonForm


def refusal(acting: User | AnonymousUser, person: User) -> str:
    """Why somebody may not change an account, in words; empty when they may."""
    if person.is_superuser and not acting.is_superuser:
        return _("Only somebody with full access may change the account of %(person)s.") % {
            "person": person
        }
    return ""


class _ActingView:
    """Tells the form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        """As Wagtail has them, and the person who acts."""
        return super().get_form_kwargs() | {"acting": self.request.user}  # type: ignore[misc]


class NewPersonView(_ActingView, users.CreateView):
    """A new account."""


class PersonView(_ActingView, users.EditView):
    """An account; its old address is told when it gets another."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse in words what is not this person's to change."""
        words = refusal(request.user, self.object)
        if words:
            messages.error(request, words)
            return redirect("wagtailusers_users:index")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check and save at once, so that the last two administrators cannot leave together."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def save_instance(self) -> User:
        """Save, and let the old address know."""
        old = self.form.initial.get("email", "")
        person = super().save_instance()
        domain.tell_old_address(user=person, old=old)
        return person


class PeopleView(users.IndexView):
    """The list: who, which address, whether the account is open."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's, with the address under its name and yes or no in words."""
        found = list(super().columns)
        for column in found:
            if column.name == User.USERNAME_FIELD:
                column.label = gettext_lazy("E-mail address")
        return [_active() if column.name == "is_active" else column for column in found]


def _active() -> Column:
    return Column(
        "is_active",
        label=gettext_lazy("Open"),
        accessor=lambda person: gettext_lazy("yes") if person.is_active else gettext_lazy("no"),
        sort_key="is_active",
        classname="status",
        width="10%",
    )


class PeopleViewSet(users.UserViewSet):
    """All of it under Wagtail's addresses."""

    index_view_class = PeopleView
    add_view_class = NewPersonView
    edit_view_class = PersonView

    def get_form_class(self, for_update: bool = False) -> type:
        """Ours."""
        return PersonForm if for_update else NewPersonForm
