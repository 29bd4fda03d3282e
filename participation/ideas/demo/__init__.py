"""The demo's ideas. Importing the modules registers their steps."""

from participation.ideas.demo import evaluation, ideas, pages, workshops

__all__ = ["evaluation", "ideas", "pages", "workshops"]
