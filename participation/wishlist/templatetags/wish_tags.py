"""Parts of the wish list for pages of its own and of other floors."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from participation.wishlist.models import Wish
from participation.wishlist.queries import figures, lists
from participation.wishlist.views.common import list_url

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
    """Some wishes that can be helped now, for pages of other floors. Five queries."""
    return {"wishes": lists.few(wanted), "list_url": list_url(), "page": page}


@register.simple_tag
def today() -> Any:
    """The day it is in the city."""
    return timezone.localdate()
