"""The devices of projects, for pages of other floors: an idea's life-line shows them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.page_cache import frame
from cms.programme.devices import Device, devices_of_pages
from hardware_bridge.models.choices import LiveStatus
from hardware_bridge.queries import lists
from hardware_bridge.queries.live import CHANGING, LiveDevice
from hardware_bridge.queries.way import live_section

SINGLY = 4
"""As many devices are named one by one; of more, only each group."""


@devices_of_pages
def devices(page: Page) -> list[Device]:
    """The devices of the page's project, or their groups, as they were a second ago at most.

    Two queries, but for readers of the same second; none for a project without devices.
    """
    if page.translation_key not in frame.keep("projects-of-devices", lists.projects):
        return []
    key = ("devices-told", page.translation_key, get_language())
    return frame.keep_a_second(key, partial(_told, page.translation_key), tables=CHANGING)


def _told(translation_key: Any) -> list[Device]:
    found = lists.of_project(translation_key)
    return list(_singly(found) if len(found) <= SINGLY else _by_group(found))


def _singly(found: list[LiveDevice]) -> Iterator[Device]:
    for each in found:
        url = each.device.get_absolute_url()
        yield Device(each.device.name, url, state(each), _minute(each.seen_at))


def _minute(at: datetime | None) -> datetime | None:
    """As precise as it is shown, so that pages with it stay the same for as long."""
    return at and at.replace(second=0, microsecond=0)


def state(shown: LiveDevice) -> str:
    """A device in a few words: what an editor says, else its status and first value."""
    if shown.notice:
        return shown.notice.words
    first = shown.own_values[:1]
    return ", ".join([*(value.words for value in first), str(shown.status.label)])


def _by_group(found: list[LiveDevice]) -> Iterator[Device]:
    names = sorted({each.device.group.name if each.device.group else "" for each in found})
    for name in names:
        own = [e for e in found if (e.device.group.name if e.device.group else "") == name]
        group = own[0].device.group
        query = f"?group={group.slug}" if group else ""
        seen = max((each.seen_at for each in own if each.seen_at), default=None)
        yield Device(
            name or _("Other devices"),
            live_section.list_url() + query,
            _of_many(own),
            _minute(seen),
        )


def _of_many(found: list[LiveDevice]) -> str:
    current = sum(each.status == LiveStatus.ONLINE for each in found)
    words = ngettext("%(count)s device", "%(count)s devices", len(found)) % {"count": len(found)}
    return _("%(devices)s, %(current)s of them with current values") % {
        "devices": words,
        "current": current,
    }
