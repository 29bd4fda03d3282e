"""Background jobs of the wish list."""

from participation.wishlist.tasks import money, office, wishes

__all__ = ["money", "office", "wishes"]
