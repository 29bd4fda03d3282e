"""What monitoring asks for, and the page for the time when the database is away."""

import sys
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.faults import AWAY, database_is_away

RETRY_SECONDS = 30
_migrated: set[str] = set()
PartFunction = Callable[[], dict[str, Any] | None]
_parts: dict[str, PartFunction] = {}


def part(name: str) -> Callable[[PartFunction], PartFunction]:
    """Register the decorated function: what ``/readyz`` tells of a part beside the site, or None.

    A part that is ill makes no web host unready: pages are served all the same.
    """

    def register(function: PartFunction) -> PartFunction:
        _parts[name] = function
        return function

    return register


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers as soon as this process serves pages, whatever becomes of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and every migration is applied, else 503 and which is wrong."""
    checks = {"database": "ok", "migrations": "ok"}
    parts: dict[str, Any] = {}
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        if not migrations_are_applied():
            checks["migrations"] = "pending"
        else:
            parts = {name: told for name, function in _parts.items() if (told := function())}
    except AWAY:
        checks = {"database": "unavailable", "migrations": "unknown"}
    ready = set(checks.values()) == {"ok"}
    answer: dict[str, Any] = {"status": "ok" if ready else "unavailable", "checks": checks}
    if parts:
        answer["parts"] = parts
    return JsonResponse(answer, status=200 if ready else 503)


def migrations_are_applied() -> bool:
    """Whether the database has every migration of this code. Once true, it is not asked again."""
    if DEFAULT_DB_ALIAS not in _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(DEFAULT_DB_ALIAS)
    return True


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: 503 and "in a moment again" while the database is away, else 500.

    Both pages are rendered without a context, since anything in it may be what failed.
    """
    if database_is_away(sys.exc_info()[1]):
        response = HttpResponse(_page("503.html", "Service unavailable"), status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return HttpResponse(_page("500.html", "Server error"), status=500)


def _page(template: str, words: str) -> str:
    try:
        return loader.get_template(template).render()
    except Exception:  # a page that fails here would lead back here
        return words
