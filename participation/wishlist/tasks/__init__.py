"""Background jobs of the wish list."""

from participation.wishlist.tasks import money

__all__ = ["money"]
