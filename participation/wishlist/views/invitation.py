"""The page of an invitation to an institution."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.requests import person
from participation.wishlist.domain import members
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.views.common import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Who invites to what; its button accepts."""
    found = members.invitation_of(key)
    template, title = "wishlist/invitation.html", _("Invitation to an institution")
    if found is None:
        return show(request, template, _("This link is no longer valid"), status=410)
    user = person(request)
    if user is not None and not members.is_invited(found, user):
        return show(request, template, title, found=found, foreign=True, status=403)
    if request.method != "POST":
        return show(request, template, title, found=found)
    try:
        membership = members.accept(invitation=found, user=user)
    except NotAllowedError as error:
        return show(request, template, title, found=found, refusal=str(error), status=409)
    if user is None:
        return show(request, "wishlist/joined.html", _("You are a member now"), found=found)
    messages.success(request, _("You are a member now."))
    return redirect("my_institution", membership.institution_id)
