"""Views of the idea process, and what page types and the account show of it."""

from participation.ideas.views import account, lifeline, pages, parts, workshops

__all__ = ["account", "lifeline", "pages", "parts", "workshops"]
