"""The demo's wish list. Importing the modules registers their steps."""

from participation.wishlist.demo import history, institutions, office, pages, wishes

__all__ = ["history", "institutions", "office", "pages", "wishes"]
