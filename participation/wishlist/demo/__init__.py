"""The demo's wish list. Importing the modules registers their steps."""

from participation.wishlist.demo import institutions, office, pages, wishes

__all__ = ["institutions", "office", "pages", "wishes"]
