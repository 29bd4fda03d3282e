"""The demo's ideas. Importing the modules registers their steps."""

from participation.ideas.demo import ideas, pages

__all__ = ["ideas", "pages"]
