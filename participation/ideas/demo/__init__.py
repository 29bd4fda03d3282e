"""The demo's ideas. Importing the modules registers their steps."""

from participation.ideas.demo import evaluation, families, ideas, pages, parked, workshops

__all__ = ["evaluation", "families", "ideas", "pages", "parked", "workshops"]
