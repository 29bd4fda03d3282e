"""What all views of the wish list need: the way to them, who may see what, and limits."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.guards import is_too_often, who_asks
from cms.core.page_cache import frame
from cms.core.trails import Crumb, Trail
from cms.users.models import User
from participation.wishlist.models import Wish, WishIndexPage

OFFICE = "wishlist.review_wish"
PER_HOUR = 10
"""Forms of the same sender, and mails to the same address."""


def _way() -> list[Page]:
    """Home and the start of the wish list in the active language; empty where it has none."""
    return frame.keep(("way-to-wishes", get_language()), _read_way)


def _read_way() -> list[Page]:
    index = WishIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    return [*index.breadcrumbs, index] if index else []


def list_url() -> str:
    """Where all wishes are; home where the language has no list."""
    way = _way()
    return (way and way[-1].url) or reverse("wagtail_serve", args=[""])


def has_list() -> bool:
    """Whether the active language has a wish list."""
    return bool(_way())


def trail(title: str, *above: Crumb) -> Trail:
    """Home, the wish list, what is above, and where one is."""
    return Trail(title, [*_way(), *above])


def crumb_of(wish: Wish) -> Crumb:
    """A wish above one of its own pages."""
    return Crumb(wish.title, wish.get_absolute_url())


def institutions_crumb() -> Crumb:
    """The list of institutions above one of them."""
    return Crumb(_("Institutions"), reverse("wishlist:institutions"))


def person(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def language() -> str:
    """The reader's."""
    return get_language() or "de"


def is_office(request: HttpRequest) -> bool:
    """Whether the reader looks at wishes for the city."""
    return request.user.has_perm(OFFICE)


def find_wish(pk: int) -> Wish:
    """With its campaign and institution. Raises Http404."""
    found = Wish.objects.select_related("campaign", "institution", "district")
    wish = found.filter(pk=pk).first()
    if wish is None:
        raise Http404
    return wish


def public_wish(pk: int) -> Wish:
    """A wish everybody may see. Raises Http404."""
    wish = find_wish(pk)
    if not wish.is_public:
        raise Http404
    return wish


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *above: Crumb,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the wish list."""
    shown = {"title": title, "trail": trail(title, *above)} | context
    return render(request, template, shown, status=status)


def show_kept(
    request: HttpRequest, template: str, title: str, *above: Crumb, **context: Any
) -> HttpResponse:
    """One that is the same for everybody, kept with what its queries have read."""
    found = trail(title, *above)
    way = _way()
    if way:
        # Tells the page cache that this is a page, and what stands above it.
        request.served_page = way[-1]  # type: ignore[attr-defined]
    return render(request, template, {"page": None, "title": title, "trail": found} | context)


def sends_too_much(request: HttpRequest, email: str) -> bool:
    """Count by sender, and by the address that a mail would go to, so that nobody is flooded."""
    flooded = is_too_often("wish-mail", email.lower() or None, most=PER_HOUR, seconds=3600)
    return is_too_often("wish", who_asks(request), most=PER_HOUR, seconds=3600) or flooded


def too_often() -> str:
    """What is said to somebody who sends too much."""
    return _("That were a lot in a short time. Please wait an hour and send it again.")


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only opened."""
    return request.POST if request.method == "POST" else None
