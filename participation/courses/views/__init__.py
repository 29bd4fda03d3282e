"""Views of courses, and what page types and the account show of them."""

from participation.courses.views import catalogue

__all__ = ["catalogue"]
