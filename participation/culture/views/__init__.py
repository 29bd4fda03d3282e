"""Views of the culture section; importing them registers what the start page's template gets."""

from participation.culture.views import pages

__all__ = ["pages"]
