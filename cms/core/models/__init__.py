"""Models every app builds on: media, the page base, site settings, contacts and menus."""

from cms.core.models.changes import PageChange
from cms.core.models.contact import Contact
from cms.core.models.facts import FactsMixin, with_facts
from cms.core.models.kinds import BodyPage, IndexPage
from cms.core.models.languages import OncePerLanguage
from cms.core.models.mail import OutgoingMail
from cms.core.models.media import CustomDocument, CustomImage, Rendition
from cms.core.models.navigation import Menu
from cms.core.models.pages import BasePage
from cms.core.models.places import Place
from cms.core.models.search import SearchEntry, SearchPage, SearchWord
from cms.core.models.site import SiteSettings

__all__ = [
    "BasePage",
    "BodyPage",
    "Contact",
    "CustomDocument",
    "CustomImage",
    "FactsMixin",
    "IndexPage",
    "Menu",
    "OncePerLanguage",
    "OutgoingMail",
    "PageChange",
    "Place",
    "Rendition",
    "SearchEntry",
    "SearchPage",
    "SearchWord",
    "SiteSettings",
    "with_facts",
]
