"""Loading believable content: every app's ``demo.py`` registers its steps here."""

from cms.core.demo.registry import DemoSite, has_content, load, step

__all__ = ["DemoSite", "has_content", "load", "step"]
