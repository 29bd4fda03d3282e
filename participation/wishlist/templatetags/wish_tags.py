"""Parts of the wish list for pages of its own and of other floors."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.core.page_cache import frame
from cms.core.serving import lazy
from participation.wishlist.models import Wish, WishIndexPage
from participation.wishlist.queries import figures, lists
from participation.wishlist.queries.way import wishes_section

register = template.Library()


@register.filter
def progress(wish: Wish) -> figures.Progress:
    """How far a wish is that was read with its totals."""
    return figures.progress(wish)


@register.filter
def days_left(days: int) -> str:
    """Days until the end, in words."""
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.inclusion_tag("components/wish_teaser.html")
def wish_teaser(page: Page, wanted: int = 3) -> dict[str, Any]:
    """Some wishes that can be helped now, where the page's language has a wish list.

    One query where it has none, else five.
    """
    return {
        "wishes": lists.few(wanted) if wishes_section.way() else [],
        "list_url": lazy(wishes_section.list_url),
    }


@register.inclusion_tag("components/wish_teaser.html")
def project_wishes(page: Page) -> dict[str, Any]:
    """The same on the page of the project that brings the wish list about; nothing on others."""
    own = page.translation_key in frame.keep("projects-of-wishes", _projects)
    return {"wishes": lists.few(3) if own else [], "list_url": lazy(wishes_section.list_url)}


def _projects() -> frozenset[Any]:
    listed = WishIndexPage.objects.live().filter(project__isnull=False)
    return frozenset(listed.values_list("project__translation_key", flat=True))
