"""Two web processes and one database: what one publishes, the other shows."""

import http.cookies
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from tests import databases
from tests.benchmarks.servers import serving
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.programme import ProjectFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("processes")]
LIST = "/programm/projekte/"


@contextmanager
def web_process(**environment: str) -> Iterator[str]:
    """A web process on the test's database; its address."""
    name = connection.settings_dict["NAME"]
    url = urlunsplit(urlsplit(databases.url())._replace(path=f"/{name}"))
    variables = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": f"{__package__}.web_settings"}
    with serving("cms.wsgi:application", variables | environment, health="/healthz") as address:
        yield address


def get(address: str, cookies: str = "") -> tuple[str, str]:
    """The page cache's verdict and the page."""
    request = urllib.request.Request(address, headers={"Cookie": cookies} if cookies else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers.get("X-Page-Cache", ""), answer.read().decode()


def keep(address: str) -> None:
    """Ask until the page is answered from memory."""
    started = time.monotonic()
    while get(address)[0] != "hit":
        assert time.monotonic() - started < 20
        time.sleep(0.05)


def seconds_until(address: str, *, without: str) -> float:
    """How long the page still has the words."""
    started = time.monotonic()
    while without in get(address)[1]:
        assert time.monotonic() - started < 60
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.fixture
def project(site):
    return ProjectFactory(parent=site.projects, title="Schließfächer", slug="a")


def unpublish_in(address: str, pk: int, client) -> None:
    """Unpublish a page as an administrator does, in that web process."""
    client.login(email=UserFactory(admin=True).email, password=PASSWORD)
    session = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    form = f"{address}/admin/pages/{pk}/unpublish/"
    request = urllib.request.Request(form, headers={"Cookie": session})
    with urllib.request.urlopen(request, timeout=30) as answer:
        page = answer.read().decode()
        cookies = http.cookies.SimpleCookie()
        for header in answer.headers.get_all("Set-Cookie") or []:
            cookies.load(header)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    every = "; ".join([session, *(f"{name}={value.value}" for name, value in cookies.items())])
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode()
    request = urllib.request.Request(form, data, headers={"Cookie": every, "Referer": form})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def test_a_publish_in_one_process_is_seen_in_the_other_within_a_second(project, client):
    with web_process() as one, web_process() as other:
        keep(other + LIST)
        keep(one + LIST)
        unpublish_in(one, project.pk, client)
        assert seconds_until(other + LIST, without="Schließfächer") < 1
        assert seconds_until(one + LIST, without="Schließfächer") < 1


def test_with_notifications_cut_off_it_is_seen_after_the_interval(project):
    """The interval is twenty seconds in production; a second here."""
    with web_process(CHANNEL="cut_off", CHECK_SECONDS="1") as deaf:
        keep(deaf + LIST)
        project.unpublish()
        assert seconds_until(deaf + LIST, without="Schließfächer") < 5


def test_the_interval_and_the_trust_stay_below_a_minute():
    assert settings.PAGE_CACHE_CHECK_SECONDS < settings.PAGE_CACHE_TRUST_SECONDS < 60
