"""The demo's wish list. Importing the modules registers their steps."""

from participation.wishlist.demo import institutions, pages, wishes

__all__ = ["institutions", "pages", "wishes"]
