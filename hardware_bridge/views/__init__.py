"""Views of the machines. Importing the package registers what others ask for."""

from hardware_bridge.views import health, pages, projects

__all__ = ["health", "pages", "projects"]
