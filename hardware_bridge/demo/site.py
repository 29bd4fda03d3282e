"""What ``manage.py demo`` finds: importing the modules registers their steps."""

from hardware_bridge.demo import devices, pages

__all__ = ["devices", "pages"]
