"""Models every app builds on: media, the page base, site settings, contacts and menus."""

from cms.core.models.contact import Contact
from cms.core.models.facts import FactsMixin, with_facts
from cms.core.models.languages import OncePerLanguage
from cms.core.models.media import CustomDocument, CustomImage, Rendition
from cms.core.models.navigation import Menu
from cms.core.models.pages import BasePage
from cms.core.models.site import SiteSettings

__all__ = [
    "BasePage",
    "Contact",
    "CustomDocument",
    "CustomImage",
    "FactsMixin",
    "Menu",
    "OncePerLanguage",
    "Rendition",
    "SiteSettings",
    "with_facts",
]
