"""What core adds to Wagtail's admin: contacts and menus."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.core import languages
from cms.core.models import Contact, Menu


class ContactViewSet(SnippetViewSet):
    """Roles people can write to."""

    model = Contact
    icon = "user"
    menu_label = _("Contacts")
    list_display = ["role", "organisation", "email", "locale"]
    list_filter = ["locale"]


class MenuViewSet(SnippetViewSet):
    """Main menu and footer of each language."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")


class SiteGroup(SnippetViewSetGroup):
    """What frames every page."""

    items = (MenuViewSet, ContactViewSet)
    menu_label = _("Menus and contacts")
    menu_icon = "site"
    menu_order = 250


register_snippet(SiteGroup)


@hooks.register("before_serve_page", order=100)  # after Wagtail's, which refuses restricted pages
def note_served_page(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """Tell the page cache what is served, and save the page from asking for its language."""
    page.locale = languages.locale(page.locale_id)
    request.served_page = page  # type: ignore[attr-defined]
