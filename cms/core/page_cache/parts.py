"""Parts of pages that are the same for everybody, kept until something they have read changes.

They make the pages cheaper that cannot be kept as a whole: of people who are signed in, with a form
or filters, and the first one after a change.
"""

from collections.abc import Callable, Hashable
from sys import getsizeof
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from cms.core.page_cache import reads, stores
from cms.core.page_cache.memory import Memory


class _Part(NamedTuple):
    value: Any
    reads: reads.Reads


def may_use(request: HttpRequest | None) -> bool:
    """Whether memory may serve the request: not for previews, which show unpublished pages."""
    dummy = getattr(request, "is_dummy", False) or getattr(request, "is_preview", False)
    return request is not None and not dummy and stores.follower.is_trusted


def keep(
    key: Hashable,
    build: Callable[[], Any],
    *,
    request: HttpRequest | None,
    page: Page | None = None,
    size: int | None = None,
    versioned: frozenset[str] = reads.NO_TABLES,
) -> Any:
    """The kept value of the key, else what `build` returns, kept.

    With `page` the value belongs to that page, and is forgotten with it. `size` is for values whose
    bytes cannot be told from the object itself. `versioned` are tables that a version in the key
    stands for (:class:`reads.Version`).
    """
    if not may_use(request):
        return build()
    return keep_in(stores.parts, key, build, page=page, size=size, versioned=versioned)


def keep_in(
    memory: Memory,
    key: Hashable,
    build: Callable[[], Any],
    *,
    page: Page | None = None,
    size: int | None = None,
    versioned: frozenset[str] = reads.NO_TABLES,
    seconds: float | None = None,
) -> Any:
    """The value that the memory has for the key, else what `build` returns, kept there.

    Tables that are `versioned` may also be those that change all the time, where the value is kept
    for so few `seconds` that nobody minds.
    """
    entry = memory.get(key)
    if entry:
        reads.note(entry.value.reads)
        return entry.value.value
    stamp = memory.stamp()
    with reads.recording(versioned) as read:
        value = build()
        if page is not None:
            read.of_page(page)
    if read.is_complete:
        memory.put(
            key,
            _Part(value, read),
            size=size or getattr(value, "size", 0) or getsizeof(value),
            tags=read.tags,
            seconds=settings.PAGE_CACHE_SECONDS if seconds is None else seconds,
            stamp=stamp,
        )
    return value
