"""Background jobs of the wish list."""

from participation.wishlist.tasks import money, wishes

__all__ = ["money", "wishes"]
