"""Logs: one event a line, as JSON in production, for reading elsewhere; no personal data.

``configure`` is Django's ``LOGGING_CONFIG``. Whatever logs, ours or a library, passes through the
same processors, so that a request's lines share its id and no e-mail address is written down.
"""

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

from cms.core import log_paths
from cms.core.faults import database_is_away

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
REQUEST_ID = re.compile(r"[\w.-]{8,64}")
QUIET_PATHS = {"/healthz", "/readyz", "/metrics"}
# They tell at every try what the request's own line tells once.
QUIET_LOGGERS = {
    "psycopg.pool": logging.CRITICAL,
    # What editors do is in Wagtail's own history; its tasks run at once, two lines for each.
    "wagtail": logging.WARNING,
    "django_tasks": logging.WARNING,
    "procrastinate.jobs": logging.WARNING,
    "procrastinate.blueprints": logging.WARNING,
    "procrastinate.periodic": logging.WARNING,
    "stripe": logging.WARNING,
    "PIL": logging.INFO,
    "asyncio": logging.WARNING,
}

log = structlog.get_logger("cms.requests")


def configure(options: dict[str, Any]) -> None:
    """Set up logging to standard error. `options`: ``level`` and ``as_json``."""
    as_json = options["as_json"]
    renderer: list[Processor] = (
        [
            # Without the local variables, which hold what people have typed.
            ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            without_addresses,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)]
    )
    structlog.configure(
        processors=[*_shared(as_json), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_shared(as_json),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    for name in ("django", "django.server", "django.request"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    for name, level in QUIET_LOGGERS.items():
        logging.getLogger(name).setLevel(level)


def _shared(as_json: bool) -> list[Processor]:
    stamp = structlog.processors.TimeStamper(
        fmt="iso" if as_json else "%H:%M:%S", utc=as_json, key="timestamp"
    )
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        stamp,
        brief_faults,
        without_secret_paths,
        without_addresses,
    ]


def brief_faults(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Say in a line that the database is away, or that a request names a host that is none of ours:
    a traceback would tell nothing about the code."""
    info = event.get("exc_info")
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException) and database_is_away(error):
        del event["exc_info"]
        event["database"] = (str(error).strip().splitlines() or ["away"])[0]
    elif isinstance(error, DisallowedHost):
        del event["exc_info"]
    return event


def without_secret_paths(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave out of an event what opens something, as Django's own lines about requests have it."""
    request = getattr(event.get("_record"), "request", None)
    if isinstance(request, HttpRequest) and isinstance(event.get("event"), str):
        event["event"] = event["event"].replace(request.path, log_paths.logged(request))
    return event


def without_addresses(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace e-mail addresses and secrets in paths in the texts of an event, whoever logs it, at
    any depth."""
    for key, value in event.items():
        event[key] = _scrubbed(value)
    return event


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        value = EMAIL.sub("[e-mail]", value) if "@" in value else value
        return log_paths.without_secrets(value)
    if type(value) is dict:
        return {key: _scrubbed(item) for key, item in value.items()}
    if type(value) is list:
        return [_scrubbed(item) for item in value]
    return value


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: give each request an id, kept from a proxy in front, and log one line for it.

    The line has no query string, no address, no user and no secret of a link: the rest of a path is
    all that finding a fault needs.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = get_response(request)
        response.headers["X-Request-ID"] = request_id
        level = logging.DEBUG if request.path in QUIET_PATHS else logging.INFO
        milliseconds = round((time.monotonic() - started) * 1000)
        log.log(
            level,
            "request",
            method=request.method,
            path=log_paths.logged(request),
            status=response.status_code,
            ms=milliseconds,
        )
        return response

    return middleware
