"""What the page types of the programme show. Importing the modules registers their functions."""

from cms.programme.views import files, pages, plan

__all__ = ["files", "pages", "plan"]
