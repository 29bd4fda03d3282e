"""What machines add to Wagtail's admin; each module of ``admin_views`` registers its own."""

from hardware_bridge.admin_views import live

__all__ = ["live"]
