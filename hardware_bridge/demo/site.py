"""What ``manage.py demo`` finds: importing the modules registers their steps."""

from hardware_bridge.demo import depot, devices, pages

__all__ = ["depot", "devices", "pages"]
