"""The demo's culture section. Importing the modules registers their steps."""

from participation.culture.demo import events, institutions, pages, shared

__all__ = ["events", "institutions", "pages", "shared"]
