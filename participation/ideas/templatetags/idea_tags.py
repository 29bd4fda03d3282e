"""Parts of the idea process for pages of its own and of other floors."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr, urlizetrunc
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from participation.ideas.queries import origins, workshops
from participation.ideas.worddiff import GONE, SAME, Piece

register = template.Library()
LONGEST_LINK = 60
_ADDRESS = re.compile(r"\w[.@:][\w/]")


@register.inclusion_tag("components/workshop_list.html")
def workshop_list(page: Page) -> dict[str, Any]:
    """Workshops to come and the last ones, in the page's language. At most four queries."""
    return {"coming": workshops.coming(page.locale), "past": workshops.past(page.locale)}


@register.inclusion_tag("components/origins.html")
def page_origins(page: Page) -> dict[str, Any]:
    """The ideas that became the page of the programme; nothing on others. At most one query."""
    return {"ideas": origins.origins(page)}


@register.filter
def linked(text: str) -> str:
    """A text with its addresses as links, for ``linebreaks``; most texts have none to look for."""
    return urlizetrunc(text, LONGEST_LINK) if _ADDRESS.search(text) else text


@register.filter
def teaser(text: str, letters: int) -> str:
    """The beginning of a text, cut after a whole word where there is one."""
    if len(text) <= letters:
        return text
    whole, _blank, rest = text[:letters].rpartition(" ")
    return f"{(whole or rest).rstrip(' ,;:–-')} …"


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A compared text: struck out what went, underlined what came, and words for screen readers,
    most of which pass over both elements in silence. Adds no blank of its own."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces))


def _marked(piece: Piece) -> SafeString:
    text = linebreaksbr(piece.text, autoescape=True)
    if piece.kind == SAME:
        return text
    tag, word = ("del", _("taken out:")) if piece.kind == GONE else ("ins", _("added:"))
    spoken = format_html('<span class="kern-sr-only"> {} </span>', word)
    end = format_html('<span class="kern-sr-only"> {} </span>', _("end of the change"))
    return format_html("<{0}>{1}{2}{3}</{0}>", SafeString(tag), spoken, text, end)
