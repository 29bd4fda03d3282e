"""The open data of the site: read-only, below ``/api/v1/``, described by OpenAPI.

An app adds its router in its ``api.py``. Lists are ``{"items": [...], "count": n}``, cut by
``limit`` and ``offset``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema
from ninja.operation import Operation
from ninja.params.models import QueryModel
from pydantic import Field

LARGEST_LIMIT, LARGEST_OFFSET = 100, 1_000_000
Item = TypeVar("Item")
Answer = TypeVar("Answer", bound=HttpResponseBase)


class Window(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(24, ge=1, le=LARGEST_LIMIT)
    offset: int = Field(0, ge=0, le=LARGEST_OFFSET)


class Listing(Schema, Generic[Item]):
    """A part of a list, and how long the whole is."""

    items: list[Item]
    count: int


WindowQuery = Query[Window]

api = NinjaAPI(
    title="Open data",
    version="1",
    urls_namespace="api",
    docs_url=None,  # loads scripts from another host; the description itself is for every tool
)


def refuse_unknown(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer what nobody knows with 422 as what is wrong: else a slip would look like an answer."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    queries = [model for model in operation.models if issubclass(model, QueryModel)]
    known = {name for model in queries for name in model.__ninja_flatten_map__}

    @wraps(run)
    def checked(request: HttpRequest, **path: Any) -> HttpResponse:
        unknown = sorted(name for name in request.GET if name not in known)
        if not unknown:
            return run(request, **path)
        names = {"name": unknown[0][:40], "known": ", ".join(sorted(known)) or "–"}
        detail = _("Unknown parameter: %(name)s. Known here: %(known)s") % names
        return api.create_response(request, {"detail": detail}, status=422)

    return checked


api.add_decorator(refuse_unknown, mode="view")


def cut(found: QuerySet[Any], window: Window) -> dict[str, Any]:
    """The part of a list. Two queries."""
    return {
        "items": list(found[window.offset : window.offset + window.limit]),
        "count": found.count(),
    }


def open_to_all(request: HttpRequest, response: Answer) -> Answer:
    """Let scripts of other sites read the answer: it holds nothing that is not public."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
