"""What views ask of a request."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language


def language() -> str:
    """The reader's."""
    return get_language() or "de"


def sent(request: HttpRequest, marker: str = "") -> Any:
    """What a form was sent with; None when the page is only opened.

    With a marker also where it was another form, without a button or field of that name.
    """
    is_sent = request.method == "POST" and (not marker or marker in request.POST)
    return request.POST if is_sent else None


def key_of(text: str) -> int:
    """The key that a button was sent with; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
