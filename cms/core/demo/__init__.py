"""Loading believable content: every app's ``demo.py`` registers its steps here."""

from cms.core.demo.registry import DemoSite, load, step

__all__ = ["DemoSite", "load", "step"]
