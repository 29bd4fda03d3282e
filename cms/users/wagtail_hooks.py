"""What accounts change in Wagtail's admin: nobody is deleted, everybody is anonymised."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from cms.users import admin_views, domain, people_views
from cms.users.models import User


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The page that takes away a second factor."""
    return [
        path(
            "second-factor/<int:pk>/reset/",
            admin_views.reset_second_factor,
            name="reset_second_factor",
        )
    ]


@hooks.register("register_user_listing_buttons")
def second_factor_button(user: User, request_user: User) -> Iterator[Button]:
    """For somebody who has lost telephone and recovery codes."""
    if request_user.has_perm("users.change_user") and not user.erased_at:
        yield Button(
            _("Take away the second factor"),
            reverse("reset_second_factor", args=[user.pk]),
            icon_name="lock-open",
            priority=30,
        )


@hooks.register("register_account_menu_item")
def account_page(request: HttpRequest) -> MenuItem:
    """Address, password and second factor are on the account's own pages."""
    return MenuItem(_("Sign-in and my data"), reverse("account_overview"), icon_name="lock")


@hooks.register("after_edit_user")
def forget_old_addresses(request: HttpRequest, user: User) -> None:
    """With a new address the old one no longer opens the account."""
    domain.forget_other_addresses(user=user)


@hooks.register("before_delete_user")
def anonymise(request: HttpRequest, user: User) -> HttpResponse | None:
    """Instead of deleting: what a person has written, and what others built on it, stays."""
    if request.method != "POST":
        return None
    _erase(request, [user])
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def anonymise_many(
    request: HttpRequest, action: str, objects: Iterable[Any], view: Any
) -> HttpResponse | None:
    """The same for a choice of people; and nobody changes those who may do more."""
    people = list(objects)
    refusals = [
        people_views.refusal(request.user, person) for person in people if isinstance(person, User)
    ]
    if any(refusals):
        messages.error(request, next(filter(None, refusals)))
        return redirect("wagtailusers_users:index")
    if action != "delete" or not all(isinstance(person, User) for person in people):
        return None
    _erase(request, people)
    return redirect("wagtailusers_users:index")


def _erase(request: HttpRequest, people: list[User]) -> None:
    for person in people:
        name = str(person)
        try:
            domain.erase_account(user=person)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The account of %(name)s is erased.") % {"name": name})
