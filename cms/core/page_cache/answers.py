"""A whole answer as it is kept: compressed once, its headers ready."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

HEADER = "X-Page-Cache"
HIT, MISS, BYPASS = "hit", "miss", "bypass"
# Said anew for each request, or by whoever sends the answer.
NOT_KEPT = {"x-request-id", "content-length", "content-encoding", "etag", "date"}
WITHOUT_BODY = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy")
BROTLI_QUALITY = 5
OK, NOT_MODIFIED = "200 OK", "304 Not Modified"


class Answer:
    """One page's answer for everybody who is nobody in particular."""

    def __init__(self, response: HttpResponse) -> None:
        body = _plain(response)
        self.bodies = {
            "": body,
            "gzip": gzip.compress(body, compresslevel=6, mtime=0),
            "br": brotli.compress(body, quality=BROTLI_QUALITY),
        }
        self.size = sum(len(each) for each in self.bodies.values())
        self.etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        patch_vary_headers(response, ["Accept-Encoding"])
        kept = {k: v for k, v in response.headers.items() if k.lower() not in NOT_KEPT}
        # Browsers keep the page, and ask each time whether it is still the same.
        common = {"Cache-Control": "no-cache"} | kept | {"ETag": self.etag}
        self.headers = {
            coding: common
            | {"Content-Length": str(len(data))}
            | ({"Content-Encoding": coding} if coding else {})
            for coding, data in self.bodies.items()
        }
        self.short_headers = {name: common[name] for name in WITHOUT_BODY if name in common}

    def reply(self, request: HttpRequest, verdict: str) -> HttpResponse:
        """The answer in the best coding that the browser takes, or 304 when it has it already."""
        status, headers, body = self.chosen(request.META)
        response = HttpResponse(body, headers=headers) if status == OK else _not_modified(headers)
        response.headers[HEADER] = verdict
        return response

    def chosen(self, meta: Mapping[str, Any]) -> tuple[str, dict[str, str], bytes]:
        """Status line, headers and body for a request with these variables of WSGI."""
        if "HTTP_IF_NONE_MATCH" in meta and self._is_known(meta["HTTP_IF_NONE_MATCH"]):
            return NOT_MODIFIED, self.short_headers, b""
        coding = coding_for(meta.get("HTTP_ACCEPT_ENCODING", ""))
        body = b"" if meta["REQUEST_METHOD"] == "HEAD" else self.bodies[coding]
        return OK, self.headers[coding], body

    def _is_known(self, etags: str) -> bool:
        known = parse_etags(etags)
        return "*" in known or self.etag in known


def _not_modified(headers: dict[str, str]) -> HttpResponse:
    return HttpResponseNotModified(headers=headers)


def _plain(response: HttpResponse) -> bytes:
    undo = {"gzip": gzip.decompress, "br": brotli.decompress}
    coding = response.headers.get("Content-Encoding", "")
    return undo[coding](response.content) if coding in undo else response.content


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """The best coding of an ``Accept-Encoding`` header (RFC 9110, 12.5.3); empty for none."""
    weights = dict(_coding(item) for item in accepted.lower().split(","))
    return next((coding for coding in ("br", "gzip") if weights.get(coding)), "")


def _coding(item: str) -> tuple[str, bool]:
    """A coding and whether it is wanted: ``gzip;q=0`` is not."""
    name, _semicolon, weight = item.partition(";")
    return name.strip(), not weight or bool(weight.strip(" q=0."))
