"""Who gets an answer from memory, and whose answer is never kept."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory, override_settings

from cms.core.page_cache import middleware
from tests.factories.pages import EventFactory
from tests.factories.people import PASSWORD, UserFactory


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_cookies_of_the_site_pass_by(site, client, kept, cookie):
    kept("/")
    client.cookies[cookie] = "anything"
    assert client.get("/").headers["X-Page-Cache"] == "bypass"


def test_a_foreign_cookie_does_not_matter(site, client, kept):
    kept("/")
    client.cookies["of_the_newspaper"] = "anything"
    assert client.get("/").headers["X-Page-Cache"] == "hit"


def test_who_is_signed_in_neither_gets_nor_leaves_an_answer(site, client, page_cache):
    client.login(email=UserFactory(admin=True).email, password=PASSWORD)
    assert client.get("/").headers["X-Page-Cache"] == "bypass"
    assert len(page_cache.answers) == 0


def test_credentials_pass_by(site, kept, verdict):
    kept("/")
    assert verdict("/", authorization="Basic eDp5") == "bypass"


def test_a_page_with_a_form_is_never_kept(site, client, verdict):
    assert verdict("/kontakt/") == "bypass"
    client.cookies.clear()
    assert verdict("/kontakt/") == "bypass"
    assert client.post("/kontakt/", {}).headers["X-Page-Cache"] == "bypass"


@pytest.mark.parametrize("query", ["page=2", "page=9999"])
def test_pages_of_lists_are_kept(site, kept, query):
    kept(f"/programm/projekte/?{query}")


@pytest.mark.parametrize(
    "query", ["page=", "page=0", "page=1e3", "page=10000", "q=x", "page=1&x=1", "utm_source=x"]
)
def test_other_queries_pass_by(site, verdict, query):
    assert verdict(f"/programm/projekte/?{query}") == "bypass"
    assert verdict(f"/programm/projekte/?{query}") == "bypass"


def test_head_is_answered_from_what_get_has_left(site, client, kept):
    kept("/")
    response = client.head("/")
    assert response.headers["X-Page-Cache"] == "hit"
    assert response.content == b""


def test_head_leaves_nothing(site, client, page_cache):
    assert client.head("/").headers["X-Page-Cache"] == "miss"
    assert len(page_cache.answers) == 0


def test_what_is_no_page_is_not_marked(site, verdict):
    assert verdict("/robots.txt") == ""
    assert verdict("/nirgends/") == ""


def test_calendars_and_events_are_kept(site, kept):
    event = EventFactory(parent=site.events, slug="e")
    kept(event.url, "/termine/", "/termine/kalender.ics")


def test_a_preview_is_neither_kept_nor_answered_from_memory(site, client, kept, page_cache):
    kept("/")
    before = len(page_cache.answers)
    site.home.hero_title = "Nur ein Entwurf"
    response = site.home.make_preview_request()
    assert "Nur ein Entwurf" in response.content.decode()
    assert "Nur ein Entwurf" not in client.get("/").content.decode()
    assert len(page_cache.answers) == before


def test_without_memory_there_is_no_cache(site, client):
    assert "X-Page-Cache" not in client.get("/").headers


def test_while_the_journal_cannot_be_read_nothing_is_answered_from_memory(
    site, client, kept, page_cache, monkeypatch
):
    kept("/")
    monkeypatch.setattr(type(page_cache.follower), "is_trusted", False)
    assert client.get("/").headers["X-Page-Cache"] == "miss"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(status=404),
        HttpResponse(headers={"Cache-Control": "private"}),
        HttpResponse(headers={"Cache-Control": "max-age=0, no-cache, no-store"}),
        HttpResponse(headers={"Vary": "*"}),
        HttpResponse(headers={"Vary": "User-Agent, Cookie"}),
        StreamingHttpResponse(),
    ],
)
def test_what_is_not_for_all(response):
    assert not middleware.is_for_all(response)


def test_an_answer_with_a_cookie_is_not_for_all():
    response = HttpResponse()
    response.set_cookie("anything", "x")
    assert not middleware.is_for_all(response)
    assert middleware.is_for_all(HttpResponse(headers={"Vary": "Cookie, Accept-Language"}))


def test_the_scheme_keeps_answers_apart():
    plain = middleware.key_of(RequestFactory().get("/").META)
    secure = middleware.key_of(RequestFactory().get("/", secure=True).META)
    forwarded = RequestFactory().get("/", headers={"x-forwarded-proto": "https"})
    proxied = middleware.key_of(forwarded.META)
    assert plain != secure == proxied


@override_settings(PAGE_CACHE_SECONDS=-1)
def test_an_answer_grows_old(site, verdict):
    verdict("/")
    assert verdict("/") == "miss"


class TestAroundTheApplication:
    """A hit is answered before Django is asked."""

    @pytest.fixture
    def ask(self):
        """Ask the wrapped application: status, headers, body; "404" where it is Django's turn."""

        def django(environ, start_response):
            start_response("404 Not Found", [])
            return [b"Django"]

        def ask(method="get", path="/", **headers):
            said = []
            environ = getattr(RequestFactory(), method)(path, headers=headers).environ
            body = middleware.remembering(django)(environ, lambda *words: said.extend(words))
            return said[0], dict(said[1]), b"".join(body)

        return ask

    def test_what_is_kept(self, site, client, kept, ask):
        kept("/")
        status, headers, body = ask()
        assert (status, headers["X-Page-Cache"]) == ("200 OK", "hit")
        assert body == client.get("/").content
        assert headers["Content-Length"] == str(len(body))

    def test_who_has_it_already(self, site, kept, ask):
        kept("/")
        mark = ask()[1]["ETag"]
        assert ask(if_none_match=mark)[0] == "304 Not Modified"
        assert ask(method="head")[2] == b""

    @pytest.mark.parametrize(
        ("method", "path", "headers"),
        [
            ("get", "/programm/", {}),
            ("get", "/?q=1", {}),
            ("post", "/", {}),
            ("get", "/ä/", {}),
            ("get", "/", {"cookie": "sessionid=x"}),
            ("get", "/", {"authorization": "Basic x"}),
            ("get", "/", {"host": "elsewhere.example.org"}),
        ],
    )
    def test_everything_else_is_the_applications(self, site, kept, ask, method, path, headers):
        kept("/")
        assert ask(method, path, **headers)[0] == "404 Not Found"

    def test_nothing_without_memory(self, site, kept, ask, page_cache, monkeypatch):
        kept("/")
        monkeypatch.setattr(page_cache, "is_used", False)
        assert ask()[0] == "404 Not Found"
