"""What every verb of the wish list rests on."""

from crowdfunding_lite.domain.errors import NotAllowedError
from wagtail.models import Site

from cms.core.rows import locked, note
from participation.wishlist.models import WishlistSettings

__all__ = ["TOPIC", "NotAllowedError", "locked", "note", "settings"]

TOPIC = "wish"


def settings() -> WishlistSettings:
    """What the city has decided about its wish list."""
    return WishlistSettings.for_site(Site.objects.get(is_default_site=True))


def minimum_cents() -> int:
    """The smallest donation; for crowdfunding_lite."""
    return settings().minimum_cents


def maximum_cents() -> int:
    """The largest one."""
    return settings().maximum_cents


def hold_days() -> int:
    """How long money is held before it is paid out."""
    return settings().hold_days


def unconfirmed_hours() -> int:
    """How long something waits for its link to be pressed."""
    return settings().unconfirmed_hours
