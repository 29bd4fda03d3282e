"""Views of the wish list, and what page types and the account show of it."""

from participation.wishlist.views import account, pages

__all__ = ["account", "pages"]
