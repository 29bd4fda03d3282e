"""Addresses in logs: whoever reads them must not be able to open what a mailed link opens.

Links to confirm, cancel, unsubscribe or choose a new password carry their secret in the path. So of
what an address pattern captures, only numbers and plain words are written down, and anywhere else
what looks like a secret is not.
"""

import re

from django.http import HttpRequest

# Captured by patterns of public pages, whose addresses anybody may know.
PUBLIC = {"path", "name", "slug", "language"}
_PLAIN = re.compile(r"\d{1,18}|[a-z_-]{1,40}")
# A part of a path that is long and has capitals, signs of a token, or digits among its letters.
_SECRET = re.compile(
    r"(?<=/)(?=[\w:=~+-]{16,}(?:[/\s?\"'),;]|$))(?:"
    r"[\w:=~+-]*[A-Z:=~][\w:=~+-]*|[\w:=~+-]*(?=[a-z0-9]{16})[a-z]*\d[\w:=~+-]*)"
)


def logged(request: HttpRequest) -> str:
    """The path of a request without what opens something."""
    path = request.path
    match = getattr(request, "resolver_match", None)
    for name, value in (match.captured_kwargs if match else {}).items():
        text = str(value)
        if name not in PUBLIC and text and not _PLAIN.fullmatch(text):
            path = path.replace(text, f"[{name}]")
    return without_secrets(path)


def without_secrets(text: str) -> str:
    """A text in which parts of paths that look like secrets are left out."""
    return _SECRET.sub("[secret]", text) if "/" in text else text
