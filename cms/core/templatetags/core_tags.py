"""Tags and filters of the templates."""

import json
import re
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as ListPage
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import money, navigation, pagination, sites, structured
from cms.core.addresses import versions_of_address
from cms.core.models import SiteSettings
from cms.core.models.pages import LanguageVersion
from cms.core.pictograms import PICTOGRAM_KEYS
from cms.core.serving import lazy

register = template.Library()

register.filter("euros", money.euros)

ENDS = ":?.!"


@register.filter
def with_colon(label: object) -> str:
    """A label before its value on the same line; a question or a sentence has its sign already."""
    words = str(label)
    return words if words.endswith(tuple(ENDS)) else f"{words}:"


LONG_WORD = re.compile(r"[^\W\d_]{18}")
"""So many letters in a row need a smaller heading beside a picture or on a phone."""


@register.filter
def has_long_word(words: object) -> bool:
    """Whether one is as long as Weiterbildungsprogramme, which not every browser divides."""
    return LONG_WORD.search(str(words)) is not None


@lru_cache(maxsize=128)
def _pictogram_markup(key: str) -> SafeString:
    # Inlined so that a pictogram takes the colour of its text and costs no request.
    return SafeString(get_template(f"pictograms/{key}.svg").render())


@register.simple_tag
def pictogram(key: str) -> SafeString:
    """The theme's drawing for a key; nothing for an unknown or empty key."""
    return _pictogram_markup(key) if key in PICTOGRAM_KEYS else SafeString("")


def _menus(context: Context) -> navigation.Menus:
    """The menus of the request, read once however many templates ask."""
    request = context["request"]
    if not hasattr(request, "menus"):
        page = context.get("page")
        language = page.locale.language_code if isinstance(page, Page) else get_language()
        request.menus = navigation.menus(request, language, page)
    return request.menus


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[navigation.Entry]:
    """Entries of the main menu in the page's language."""
    return _menus(context).main if "request" in context else []


@register.simple_tag(takes_context=True)
def claim(context: Context) -> str:
    """The claim in the page's language."""
    return _menus(context).claim if "request" in context else ""


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> list[navigation.Column]:
    """Columns of the footer in the page's language."""
    return _menus(context).footer if "request" in context else []


@register.simple_tag(takes_context=True)
def search_url(context: Context) -> str:
    """Where the search of the page's language is; empty when there is none."""
    return _menus(context).search_url if "request" in context else ""


def _search_address(context: Context, page: Page) -> str:
    path = search_url(context)
    return f"{structured.root_url(page)}{path}" if path else ""


_JSON_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: Any) -> SafeString:
    """The page's schema.org objects as one JSON-LD script; nothing when it has none."""
    if not hasattr(page, "structured_data"):
        return SafeString("")
    frame = structured.Frame(context["site"], lazy(_search_address, context, page))
    objects = page.structured_data(frame)
    if not objects:
        return SafeString("")
    graph = json.dumps({"@context": "https://schema.org", "@graph": objects}, ensure_ascii=False)
    # < > & are escaped, so a title cannot close the element.
    return mark_safe(  # noqa: S308
        f'<script type="application/ld+json">{graph.translate(_JSON_SCRIPT_ESCAPES)}</script>'
    )


@register.simple_tag
def quarter(year: int | None, number: int | None) -> str:
    """A quarter in words: ``2. Quartal 2026``; empty when there is none."""
    if not year or not number:
        return ""
    return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}


@register.filter
def file_size(size: int | None) -> str:
    """Bytes in kB or MB with one decimal at most."""
    if not size:
        return ""
    kilobytes = size / 1000
    if kilobytes < 1000:
        return f"{max(1, round(kilobytes))} kB"
    return f"{number_format(kilobytes / 1000, 1)} MB"


@register.simple_tag(takes_context=True)
def language_versions(context: Context) -> list[LanguageVersion]:
    """The page in the site's languages; outside the page tree the same address in each of them."""
    page = context.get("page")
    if isinstance(page, Page):
        return getattr(page, "language_versions", [])
    return versions_of_address(context["request"]) if "request" in context else []


@register.simple_tag(takes_context=True)
def versions_of_path(context: Context) -> list[LanguageVersion]:
    """The view's address in the site's languages, without its query."""
    request = context["request"]
    return versions_of_address(request, path=request.path)


@register.simple_tag(takes_context=True)
def page_links(context: Context, page: ListPage) -> pagination.Links:
    """The ways from a page of a list to others, with the filters in force.

    Where there are filters nothing else of the address goes along: lists are kept by them.
    """
    filters = context.get("filters")
    query = context["request"].GET if filters is None else QueryDict(filters.query[1:])
    return pagination.links(page, query)


@register.simple_tag
def mail_sender() -> SiteSettings:
    """Who sends the site's mails: the settings of the default site."""
    return sites.sender()


@register.filter
def message_kind(level: str) -> str:
    """KERN's name for a message's level."""
    return {"error": "danger", "debug": "info"}.get(level, level) or "info"


@register.filter
def language_label(code: str) -> str:
    """A language's own name."""
    return settings.LANGUAGE_LABELS.get(code, code)
