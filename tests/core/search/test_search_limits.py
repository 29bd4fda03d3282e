"""What a search refuses, and how often and how long somebody may search."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from cms.core.search import limits, queries, views
from cms.core.search.queries import search, suggest


@pytest.mark.parametrize(
    "query",
    [
        "xyzzyqq",
        "die",
        "'; DROP TABLE core_searchentry; --",
        "' | !(a & b):*<->",
        "%_%",
        "مرحبا بالعالم",
        "\u202eנורדרשטדט",
        "\x00nul\x00",
        "😀",
        "\ud800",
        "a" * 5000,
        "wort " * 1000,
    ],
)
def test_nothing_that_is_typed_breaks_the_search(found, client, query):
    search(query=query, language="de")
    suggest(query=query, language="de")
    for address in ("/suche/", "/suche/vorschlaege/"):
        assert client.get(address, {"q": query.encode("utf-8", "ignore")}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "٣", ""])
@pytest.mark.parametrize("section", ["projects", "' or 1=1", "\x00"])
def test_nothing_in_the_address_breaks_the_page(found, client, page, section):
    query = {"q": "Schließfächer", "page": page, "section": section}
    assert client.get("/suche/", query).status_code == 200


def test_bytes_that_are_no_text_break_nothing(found, client):
    assert client.get("/suche/?q=%ff%fe%00").status_code == 200


def test_too_many_characters_are_told_in_words(found, client):
    html = client.get("/suche/", {"q": "wort " * 1000}).content.decode()
    assert 'role="alert"' in html
    assert "200" in html


def test_signs_alone_are_told_in_words(found, client):
    assert 'id="search-problem"' in client.get("/suche/", {"q": "?!*"}).content.decode()


def test_a_search_that_takes_too_long_is_told(found, client, monkeypatch):
    def slow(**_options: object) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(views.queries, "search", slow)
    monkeypatch.setattr(views.queries, "suggest", slow)
    assert 'id="search-problem"' in client.get("/suche/", {"q": "x"}).content.decode()
    assert client.get("/suche/vorschlaege/", {"q": "xx"}).json() == {"items": [], "count": 0}


def test_the_time_limit_is_the_statements_own(found, monkeypatch):
    monkeypatch.setattr(queries, "LONGEST_MILLISECONDS", "1")
    monkeypatch.setattr(queries, "_FINDS", "SELECT 1 FROM pg_sleep(1)")
    with pytest.raises(OperationalError):
        search(query="Schließfächer", language="de")


def test_one_address_can_search_only_so_often(found, client, monkeypatch):
    monkeypatch.setattr(limits.is_too_often, "__defaults__", (2,))
    ask = {"q": "Park", "headers": {"x-forwarded-for": "203.0.113.9, 8.8.8.8"}}
    answers = [client.get("/suche/", {"q": ask["q"]}, headers=ask["headers"]) for _n in range(3)]
    problems = ["search-problem" in answer.content.decode() for answer in answers]
    assert problems == [False, False, True]


@pytest.mark.parametrize(
    ("direct", "forwarded", "address"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "9.9.9.9", "8.8.8.8"),
        ("127.0.0.1", "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "", None),
        ("", "", None),
        ("10.0.0.1", "nonsense", None),
    ],
)
def test_the_reader_is_who_the_own_proxy_names(direct, forwarded, address):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=direct)
    assert limits.reader_address(request) == address
