"""The demo's ideas. Importing the modules registers their steps."""

from participation.ideas.demo import ideas, pages, workshops

__all__ = ["ideas", "pages", "workshops"]
