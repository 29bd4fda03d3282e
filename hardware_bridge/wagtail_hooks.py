"""What the machines add to Wagtail's admin: each subject registers its own menu entries and pages.

One import a subject; ``admin_views/menu.py`` holds the menu, ``add_entry`` puts a page into it.
"""

from hardware_bridge.admin_views import menu

__all__ = ["menu"]
