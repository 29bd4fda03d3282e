"""Views of the idea process, and what page types and the account show of it."""

from participation.ideas.views import account, pages, parts

__all__ = ["account", "pages", "parts"]
