"""What all views of the wish list need: the way to them, who may see what, and limits."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.trails import Crumb
from participation.wishlist.models import Wish
from participation.wishlist.queries.way import wishes_section

trail, sends_too_much = wishes_section.trail, wishes_section.sends_too_much
show, show_kept = wishes_section.show, wishes_section.show_kept

OFFICE = "wishlist.review_wish"


def crumb_of(wish: Wish) -> Crumb:
    """A wish above one of its own pages."""
    return Crumb(wish.title, wish.get_absolute_url())


def institutions_crumb() -> Crumb:
    """The list of institutions above one of them."""
    return Crumb(_("Institutions"), reverse("wishlist:institutions"))


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
