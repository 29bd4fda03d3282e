"""The demo's courses. Importing the modules registers their steps."""

from participation.courses.demo import guests, offer, pages

__all__ = ["guests", "offer", "pages"]
