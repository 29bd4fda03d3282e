"""A whole answer as it is kept: compressed once, its headers ready."""

import gzip
import hashlib
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

HEADER = "X-Page-Cache"
HIT, MISS, BYPASS = "hit", "miss", "bypass"
# Said anew for each request, or by whoever sends the answer.
NOT_KEPT = {"x-request-id", "content-length", "content-encoding", "etag", "date"}
BROTLI_QUALITY = 5


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

    def reply(self, request: HttpRequest, verdict: str) -> HttpResponse:
        """The answer in the best coding that the browser takes, or 304 when it has it already."""
        meta = request.META
        if "HTTP_IF_NONE_MATCH" in meta and self._is_known(meta["HTTP_IF_NONE_MATCH"]):
            return HttpResponseNotModified(headers=self._short_headers(verdict))
        coding = coding_for(meta.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(
            b"" if request.method == "HEAD" else self.bodies[coding], headers=self.headers[coding]
        )
        response.headers[HEADER] = verdict
        return response

    def _is_known(self, etags: str) -> bool:
        known = parse_etags(etags)
        return "*" in known or self.etag in known

    def _short_headers(self, verdict: str) -> dict[str, str]:
        names = ("ETag", "Vary", "Cache-Control", "Content-Security-Policy")
        headers = self.headers[""]
        return {name: headers[name] for name in names if name in headers} | {HEADER: verdict}


def _plain(response: HttpResponse) -> bytes:
    if response.headers.get("Content-Encoding") == "gzip":
        return gzip.decompress(response.content)
    return response.content


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """The best coding of an ``Accept-Encoding`` header (RFC 9110, 12.5.3); empty for none."""
    weights = dict(_coding(item) for item in accepted.lower().split(","))
    return next((coding for coding in ("br", "gzip") if weights.get(coding)), "")


def _coding(item: str) -> tuple[str, bool]:
    """A coding and whether it is wanted: ``gzip;q=0`` is not."""
    name, _semicolon, weight = item.partition(";")
    return name.strip(), not weight or bool(weight.strip(" q=0."))
