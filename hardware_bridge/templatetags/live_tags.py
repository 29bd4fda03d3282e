"""Live values for pages of this floor and of others."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.page_cache import frame
from hardware_bridge.models import MEASURES, Device, DeviceGroup
from hardware_bridge.models.choices import LiveStatus
from hardware_bridge.queries import history, lists
from hardware_bridge.queries.board import Board, count_where, query_of
from hardware_bridge.queries.live import CHANGING, LiveDevice, LiveValue
from hardware_bridge.queries.way import live_section
from hardware_bridge.queries.words import moment_in_words, words_of
from hardware_bridge.views.projects import SINGLY

register = template.Library()
STREAM = "/live/stream/"


def _board(context: Context, *, device: Any = None, group: Any = None) -> Board:
    """The page's board; one of its own where a block stands elsewhere or in a preview."""
    board = context.get("board")
    if isinstance(board, Board):
        return board
    return Board([device.pk] if device else [], [group.pk] if group else [])


@register.simple_tag(takes_context=True)
def live_device(context: Context, device: Device | None) -> LiveDevice | None:
    """A device as everybody may see it."""
    return _board(context, device=device).device(device.pk) if device else None


@register.simple_tag(takes_context=True)
def live_group(context: Context, group: DeviceGroup | None) -> list[LiveDevice]:
    """The devices of a group."""
    return _board(context, group=group).group(group.pk) if group else []


@register.simple_tag(takes_context=True)
def live_map(context: Context, group: DeviceGroup | None) -> lists.Map | None:
    """Where the devices of a group stand."""
    return lists.map_of(live_group(context, group))


@register.simple_tag(takes_context=True)
def live_chart(context: Context, block: Any) -> history.Chart | None:
    """The chart of a block; None unless the measure is public. One query."""
    device, group, measure = block["device"], block["group"], block["measure"]
    board = _board(context, device=device, group=group)
    one = board.device(device.pk) if device else None
    found = ([one] if one else []) if device else board.group(group.pk) if group else []
    if measure not in MEASURES or not board.may_show(found, measure):
        return None
    return history.charts([each.device for each in found], [measure], block["span"])[0]


@dataclass(frozen=True)
class LiveFigure:
    """How many of a group are beyond a limit, of how many nothing is known now."""

    hits: int
    all: int
    unknown: int
    rule: str
    """The same for the browser, which counts anew."""


@register.simple_tag(takes_context=True)
def live_figure(context: Context, block: Any) -> LiveFigure | None:
    """The figure of a block; None unless the measure is public."""
    found = live_group(context, block["group"])
    measure, comparison, limit = block["measure"], block["comparison"], block["limit"]
    board = _board(context, group=block["group"])
    if limit is None or measure not in MEASURES or not board.may_show(found, measure):
        return None
    values = {each.device.slug: each.value_of(measure) for each in found}
    values |= {e.device.slug: None for e in found if e.status == LiveStatus.OFFLINE}
    rule = {"measure": measure, "above": comparison == "above", "limit": limit, "values": values}
    return LiveFigure(*count_where(found, measure, comparison, limit), json.dumps(rule))


@register.simple_tag
def live_attributes(devices: Sequence[LiveDevice]) -> SafeString:
    """What the element ``live-values`` needs: where values come from, and its words."""
    query = query_of(devices)
    words = {status.value: str(status.label) for status in LiveStatus}
    words |= {
        "events": _("Values arrive by themselves."),
        "polling": _("Values are fetched anew every 15 seconds."),
        "lost": _("No connection to this site at present. You see the last known values."),
    }
    poll = reverse("api:states")
    return format_html(
        'data-stream="{}" data-poll="{}" data-words="{}" data-zone="{}"',
        f"{STREAM}?{query}" if query else STREAM,
        f"{poll}?{query}" if query else poll,
        json.dumps(words),
        settings.TIME_ZONE,
    )


@register.filter
def as_of(moment: datetime) -> str:
    """The time of today, else day and time."""
    return moment_in_words(moment)


@register.filter
def spoken(value: LiveValue) -> str:
    """What the browser calls the flags and words of a value, as JSON."""
    return "" if value.measure.is_number else json.dumps(words_of(value.measure))


@register.filter
def still_holds(until: datetime | None) -> bool:
    """Whether an end is none or lies ahead."""
    return until is None or until > timezone.now()


@register.simple_tag
def span_url(key: str) -> str:
    """The same page with another span of time."""
    return f"?{urlencode({'span': key})}"


@register.simple_tag
def project_devices(page: Page) -> SafeString:
    """The devices of a project's page, by two queries; nothing on pages without any, by none."""
    if page.translation_key not in frame.keep("projects-of-devices", lists.projects):
        return SafeString()
    key = ("project-devices", page.translation_key, get_language())
    return frame.keep_a_second(key, partial(_project_devices, page), tables=CHANGING)


def _project_devices(page: Page) -> SafeString:
    found = lists.of_project(page.translation_key)
    context = {
        "devices": found,
        "shown": lists.some_of_each(found, SINGLY),
        "more": max(len(found) - SINGLY, 0),
        "current": sum(each.status == LiveStatus.ONLINE for each in found),
        "overview_url": live_section.list_url(),
    }
    return render_to_string("components/project_live.html", context)
