"""Views of the machines. Importing the package registers what others ask for."""

from hardware_bridge.views import health

__all__ = ["health"]
