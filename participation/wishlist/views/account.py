"""What the account shows of somebody's donations, pledges and institutions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from cms.users.models import User
from cms.users.requests import user_of
from cms.users.sections import Section, section
from participation.wishlist.queries import mine as queries
from participation.wishlist.queries.way import wishes_section


@section(order=30)
def my_wishlist_card(user: User) -> Section:
    """How many donations, and where they are."""
    count = queries.donations(user).count()
    text = (
        _("See your donations, monthly ones too, your pledges and receipts.")
        if count
        else _("Help with money, things or time, or register an institution.")
    )
    return Section(_("Wish list"), text, url=reverse("my_wishlist"), count=count)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Own institutions, monthly donations, donations and pledges."""
    user = user_of(request)
    listing = paginate(queries.donations(user), request.GET.get("page"))
    context = {
        "title": _("My wish list"),
        "introduction": _("What you have given and promised, and what you can change about it."),
        "pictogram": "wishlist",
        "memberships": queries.memberships(user),
        "subscriptions": queries.subscriptions(user),
        "donations": listing.object_list,
        "page_obj": listing,
        "pledges": queries.pledges(user)[:48],
        "list_url": wishes_section.list_url(),
    }
    return render(request, "wishlist/mine.html", context)
