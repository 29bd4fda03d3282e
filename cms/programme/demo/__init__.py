"""The demo's programme. Importing the modules registers their steps."""

from cms.programme.demo import leads, programme, projects, snippets

__all__ = ["leads", "programme", "projects", "snippets"]
