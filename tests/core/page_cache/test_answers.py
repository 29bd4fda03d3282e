"""A kept answer: its coding, its mark, and what it says about itself."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.core.page_cache.answers import Answer, coding_for

BODY = "<p>Grüße aus dem Ideenraum</p>" * 50


@pytest.fixture
def answer():
    return Answer(HttpResponse(BODY, headers={"X-Request-ID": "of the first", "X-Kept": "yes"}))


def ask(answer: Answer, method: str = "get", **headers: str) -> HttpResponse:
    return answer.reply(getattr(RequestFactory(), method)("/", headers=headers), "hit")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0", ""),
        ("identity", ""),
        (",;=q,,", ""),
    ],
)
def test_the_best_coding_that_the_browser_takes(accepted, coding):
    assert coding_for(accepted) == coding


def test_every_coding_has_the_same_body(answer):
    assert ask(answer).content.decode() == BODY
    assert gzip.decompress(ask(answer, accept_encoding="gzip").content).decode() == BODY
    assert brotli.decompress(ask(answer, accept_encoding="br").content).decode() == BODY


def test_the_headers_fit_the_coding(answer):
    response = ask(answer, accept_encoding="br")
    assert response["Content-Encoding"] == "br"
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]
    assert response["X-Page-Cache"] == "hit"
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Kept"] == "yes"
    assert "X-Request-ID" not in response


def test_one_verdict_does_not_stick_to_the_next(answer):
    assert ask(answer)["X-Page-Cache"] == "hit"
    assert answer.reply(RequestFactory().get("/"), "miss")["X-Page-Cache"] == "miss"


def test_who_has_it_already_gets_304(answer):
    mark = ask(answer)["ETag"]
    response = ask(answer, if_none_match=f'"other", {mark}')
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == mark
    assert ask(answer, if_none_match='W/"other"').status_code == 200


def test_head_gets_the_headers_alone(answer):
    response = ask(answer, "head")
    assert response.content == b""
    assert response["Content-Length"] == str(len(BODY.encode()))


def test_a_compressed_answer_is_kept_plain():
    response = HttpResponse(gzip.compress(BODY.encode()), headers={"Content-Encoding": "gzip"})
    assert Answer(response).bodies[""].decode() == BODY
