"""What cannot be deleted because pages still need it, told in words instead of an error."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import quote
from django.db import router
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.core.languages import default_locale

NAMED = 4
"""So many pages are named; the list of all uses is one click away."""


def titles_using(thing: Model) -> list[str]:
    """Titles of the pages that keep a thing from being deleted, each once, in order.

    Asked of the database's own rules, which Wagtail's index of references may lag behind. A page
    and its translations are one, named in German where there is such a page.
    """
    try:
        Collector(using=router.db_for_write(type(thing))).collect([thing])
    except ProtectedError as error:
        pages = (_page_of(row) for row in error.protected_objects)
        german_last = sorted(pages, key=lambda page: page.locale_id == default_locale().pk)
        return sorted({page.translation_key: page.title for page in german_last}.values())
    return []


def _page_of(row: Any) -> Page:
    return row if isinstance(row, Page) else row.page


def refusal(thing: Model, titles: list[str]) -> str:
    """Why a thing stays, and where to begin."""
    named = [_("“%(title)s”") % {"title": Truncator(title).chars(60)} for title in titles[:NAMED]]
    if len(titles) > NAMED:
        named.append(_("%(count)s more") % {"count": len(titles) - NAMED})
    sentence = ngettext(
        "“%(thing)s” is still used on %(count)s page and therefore stays: %(pages)s. "
        "Choose something else there first.",
        "“%(thing)s” is still used on %(count)s pages and therefore stays: %(pages)s. "
        "Choose something else there first.",
        len(titles),
    )
    return sentence % {"thing": thing, "count": len(titles), "pages": ", ".join(named)}


def refuse(request: HttpRequest, things: Iterable[Any]) -> HttpResponse | None:
    """Lead back to the list with a message for each thing in use; None when all may go."""
    refused = [(thing, titles) for thing in things if (titles := titles_using(thing))]
    for thing, titles in refused:
        usage = reverse(thing.snippet_viewset.get_url_name("usage"), args=[quote(thing.pk)])
        button = messages.button(usage, _("Show all places"))
        messages.error(request, refusal(thing, titles), buttons=[button])
    if not refused:
        return None
    return redirect(refused[0][0].snippet_viewset.get_url_name("list"))
