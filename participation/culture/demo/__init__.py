"""The demo's culture section. Importing the modules registers their steps."""

from participation.culture.demo import institutions, pages, shared

__all__ = ["institutions", "pages", "shared"]
