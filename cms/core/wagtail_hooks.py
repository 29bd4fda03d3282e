"""What core adds to Wagtail's admin: contacts and menus."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

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
    menu_label = _("Menus")
    menu_icon = "site"
    menu_order = 250


register_snippet(SiteGroup)
