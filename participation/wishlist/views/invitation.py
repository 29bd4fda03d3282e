"""The page of an invitation to an institution."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.links.views import link_page
from cms.users.requests import person
from participation.wishlist.domain import members
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Membership
from participation.wishlist.views.common import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Who invites to what; its button accepts."""
    asked, user = members.invitation_of(key), person(request)

    def joined(membership: Membership) -> HttpResponse:
        if user is None:
            return show(request, "wishlist/joined.html", _("You are a member now"), asked=asked)
        messages.success(request, _("You are a member now."))
        return redirect("my_institution", membership.institution_id)

    return link_page(
        request,
        asked,
        show=show,
        template="wishlist/invitation.html",
        title=_("Invitation to an institution"),
        press=lambda link: members.accept(invitation=link, user=user),
        after=joined,
        refused=NotAllowedError,
    )
