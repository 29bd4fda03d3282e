"""What every page asks for and few changes alter, kept as data: the site, its settings and menus,
who may see what, where addresses and links lead.

A page that is rendered anew after a change finds all this in memory. Entries are forgotten by the
same tags as pages are; a process that does not follow the journal keeps nothing.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site

from cms.core.logs import QUIET_PATHS
from cms.core.middleware import ADMIN_PREFIX
from cms.core.page_cache import parts, reads, stores

Key = TypeVar("Key", bound=Hashable)
ROUGH_SIZE = 400
"""Bytes of a small object; frames are limited in number rather than weighed."""
_in_admin: ContextVar[bool] = ContextVar("in_admin", default=False)
_hidden: ContextVar[frozenset[str] | None] = ContextVar("hidden", default=None)


def keep(key: Hashable, build: Callable[[], Any], *, size: int = ROUGH_SIZE) -> Any:
    """The kept value of the key, else what `build` returns. It must not be altered."""
    if not _is_used():
        return build()
    return parts.keep_in(stores.frame, key, build, size=size)


def keep_a_second(key: Hashable, build: Callable[[], Any], *, tables: frozenset[str]) -> Any:
    """The same for what was read from tables that change all the time: a second old at most, and
    nothing that holds it is kept for longer.
    """
    if not _is_used():
        return build()
    return parts.keep_in(stores.frame, key, build, versioned=tables, seconds=1)


def keep_each(
    name: str,
    keys: Collection[Key],
    build: Callable[[list[Key]], Mapping[Key, tuple[Any, Iterable[str]]]],
) -> dict[Key, Any]:
    """A value for each key; `build` gets the keys without one and says what each depends on.

    What is recorded meanwhile depends on the same.
    """
    memory, stamp = stores.frame, stores.frame.stamp()
    trusted = _is_used()
    kept = {key: memory.get((name, key)) if trusted else None for key in keys}
    found = {key: entry.value for key, entry in kept.items() if entry}
    for entry in filter(None, kept.values()):
        reads.note_tags(entry.tags)
    missing = [key for key in kept if key not in found]
    for key, (value, tags) in (build(missing) if missing else {}).items():
        found[key] = value
        reads.note_tags(tags)
        if trusted:
            put((name, key), value, tags=tags, stamp=stamp)
    return found


def put(key: Hashable, value: Any, *, tags: Iterable[str], stamp: int) -> None:
    """Keep a value that was read after the stamp."""
    stores.frame.put(
        key, value, size=ROUGH_SIZE, tags=tags, seconds=settings.PAGE_CACHE_SECONDS, stamp=stamp
    )


def _is_used() -> bool:
    """Not by the admin, which reads what it has changed itself and not yet committed."""
    return stores.follower.is_trusted and not _in_admin.get()


def framed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: tell Wagtail the request's site, for which it would ask the database.

    Whoever asks after the site's health is answered without one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path not in QUIET_PATHS:
            host = ("site", request.get_host(), request.get_port())
            request._wagtail_site = keep(host, lambda: Site.find_for_request(request))  # type: ignore[attr-defined]
        admin, hidden = _in_admin.set(request.path.startswith(ADMIN_PREFIX)), _hidden.set(None)
        try:
            return get_response(request)
        finally:
            _in_admin.reset(admin)
            _hidden.reset(hidden)

    return middleware


def begin(page: Page) -> None:
    """This page is read now. What closes it hides nothing from whoever has been let in."""
    closed = _closed()
    above = {path for path in closed if page.path.startswith(path)}
    page.is_known_open = not above and not page.alias_of_id  # of an alias nothing is known
    _hidden.set(closed - above)


def is_open(page: Page) -> bool:
    """Whether everybody may read the page."""
    is_closed = any(page.path.startswith(path) for path in _closed())
    return not (is_closed or page.alias_of_id) or not page.get_view_restrictions().exists()


def shown(path: str = "path") -> Q:
    """Leaves out of lists what is closed to the public; ``path`` is the field with a page's."""
    hidden = _hidden.get()
    paths = _closed() if hidden is None else hidden
    return ~Q(*((f"{path}__startswith", each) for each in paths), _connector=Q.OR)


def _closed() -> frozenset[str]:
    """The paths of all pages with a restriction of their own, and of their aliases."""
    return keep("closed", _read_closed)


def _read_closed() -> frozenset[str]:
    restricted = Q(view_restrictions__isnull=False) | Q(alias_of__view_restrictions__isnull=False)
    return frozenset(Page.objects.filter(restricted).values_list("path", flat=True))
