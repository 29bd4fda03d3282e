"""Tells the number of SQL queries of a request that asks for it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

QUESTION = "HTTP_X_COUNT_QUERIES"
ANSWER = "X-Queries"


def count_queries(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; requests without the question pay for one look into a dictionary."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if QUESTION not in request.META:
            return get_response(request)
        count = 0

        def counting(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counting):
            response = get_response(request)
        response.headers[ANSWER] = str(count)
        return response

    return middleware
