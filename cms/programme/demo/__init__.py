"""The demo's programme. Importing the modules registers their steps."""

from cms.programme.demo import programme, projects, snippets

__all__ = ["programme", "projects", "snippets"]
