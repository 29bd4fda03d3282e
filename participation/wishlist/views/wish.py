"""A wish's page, its books, and who has given."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.visitors import kept_for_visitors
from cms.core.pagination import paginate
from cms.core.serving import lazy
from cms.notifications.models import Following
from participation.wishlist.domain.rules import TOPIC
from participation.wishlist.forms.follow import FollowForm
from participation.wishlist.models import Membership, Wish
from participation.wishlist.queries import books, figures
from participation.wishlist.queries import wish as queries
from participation.wishlist.views import structured
from participation.wishlist.views.common import (
    crumb_of,
    is_office,
    public_wish,
    show,
    show_kept,
)

UPDATES, ENTRIES, DONORS = 6, 50, 48


@require_safe
@kept_for_visitors
def detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The wish; 301 from a former title, 404 for one that is not public and not one's own."""
    wish = queries.wish_with_totals(pk)
    if wish is None or not may_read(wish, request):
        raise Http404
    if slug != wish.slug:
        return redirect(wish, permanent=True)
    shown = _context(request, wish)
    if request.user.is_authenticated:
        shown |= _personal(request, wish)
        return show(request, "wishlist/wish.html", wish.title, **shown)
    return show_kept(request, "wishlist/wish.html", wish.title, **shown)


def may_read(wish: Wish, request: HttpRequest) -> bool:
    """Everybody a public one; its institution and the office also others."""
    return wish.is_public or is_office(request) or _is_member(request, wish)


def _is_member(request: HttpRequest, wish: Wish) -> bool:
    members = Membership.objects.of(request.user)
    return (
        request.user.is_authenticated and members.filter(institution=wish.institution_id).exists()
    )


def _context(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    donors = queries.named_donors(wish.campaign)
    return {
        "wish": wish,
        "progress": figures.progress(wish),
        "needs": list(wish.campaign.needs.all()),
        "pictures": list(wish.pictures.all())[1:],
        "updates": lazy(paginate, queries.updates(wish), request.GET.get("page"), UPDATES),
        "donors": lazy(lambda: list(donors[: queries.DONORS_SHOWN])),
        "named": lazy(donors.count),
        "way": lazy(queries.way, wish),
        "sums": lazy(books.sums, wish.campaign),
        "about": structured.WishThings(wish, request),
    }


def _personal(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    """What only the reader's own page has. Two queries."""
    reader = request.user.pk or 0
    found = Following.objects.filter(user_id=reader, topic=TOPIC, number=wish.pk)
    followed = found.first()
    return {
        "followed": followed,
        "follow_form": FollowForm(initial={"frequency": followed.frequency} if followed else None),
        "is_member": _is_member(request, wish),
        "is_office": is_office(request),
    }


@require_safe
@kept_for_visitors
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Every cent: what came in, what it cost, what went out."""
    wish = public_wish(pk)
    entries = books.entries(wish.campaign)
    return show_kept(
        request,
        "wishlist/ledger.html",
        _("The books of this wish"),
        crumb_of(wish),
        introduction=_("What came in, what it cost, and what was paid out."),
        wish=wish,
        sums=books.sums(wish.campaign),
        page_obj=paginate(entries, request.GET.get("page"), ENTRIES),
    )


@require_safe
@kept_for_visitors
def donors(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who wishes to be named."""
    wish = public_wish(pk)
    listing = paginate(queries.named_donors(wish.campaign), request.GET.get("page"), DONORS)
    return show_kept(
        request,
        "wishlist/donors.html",
        _("Who has given"),
        crumb_of(wish),
        introduction=_("Those who wish to be named. All others are just as dear to us."),
        wish=wish,
        progress=figures.progress_of(wish.campaign),
        page_obj=listing,
    )
