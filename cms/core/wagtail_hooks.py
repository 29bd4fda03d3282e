"""What core adds to Wagtail's admin: contacts and menus."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.core import admin_views, dashboard, in_use, languages
from cms.core.models import Contact, Menu, Place
from cms.core.rich_text import RememberedPageLinks
from cms.core.serving import note_served

ADMIN_STYLES = ("css/theme.css", "core/admin.css", "core/office.css")


class ContactViewSet(SnippetViewSet):
    """Roles people can write to."""

    model = Contact
    icon = "user"
    menu_label = _("Contacts")
    list_display = ["role", "organisation", "email", admin_views.language_column()]
    list_filter = ["locale"]


class MenuViewSet(SnippetViewSet):
    """Main menu and footer of each language."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")


class PlaceViewSet(SnippetViewSet):
    """Places that things are about."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["name", "latitude", "longitude", "order"]


class SiteGroup(SnippetViewSetGroup):
    """What frames every page."""

    items = (MenuViewSet, ContactViewSet, PlaceViewSet)
    menu_label = _("Menus")
    menu_icon = "site"
    menu_order = 250


register_snippet(SiteGroup)


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, things: Iterable[Any]) -> HttpResponse | None:
    """Say where a thing is still used, on the way to its deletion."""
    return in_use.refuse(request, things)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The language report."""
    return [path("reports/languages/", admin_views.language_report, name="language_report")]


@hooks.register("register_reports_menu_item")
def language_report_item() -> MenuItem:
    """The language report in the menu of reports."""
    return MenuItem(_("Languages"), reverse("language_report"), icon_name="globe", order=50)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def remember_page_links(features: FeatureRegistry) -> None:
    """Ask once for all links of a page, and not again while they lead to the same place."""
    features.register_link_type(RememberedPageLinks)


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for me comes first."""
    panels.append(dashboard.WaitingPanel())


@hooks.register("construct_help_menu")
def leave_out_release_notes(request: HttpRequest, items: list[MenuItem]) -> None:
    """What is new in Wagtail is news to developers, not to editors."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The theme's colours, and the styles of our panels and of the offices' pages."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((versioned_static(path),) for path in ADMIN_STYLES),
    )


@hooks.register("before_serve_page")
def note_served_page(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """Tell the page cache what is served, and save the page from asking for its language."""
    page.locale = languages.locale(page.locale_id)
    note_served(request, page)
