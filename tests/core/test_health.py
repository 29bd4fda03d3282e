"""Addresses for monitoring, and the page for a database that is away."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.core import health
from cms.core.faults import database_is_away

HTML = "text/html; charset=utf-8"


@pytest.fixture(autouse=True)
def nothing_remembered():
    health._migrated.clear()
    yield
    health._migrated.clear()


@pytest.fixture
def database_away(monkeypatch):
    """Whoever wants a connection fails, as when PostgreSQL was killed."""

    def refuse(*_arguments, **_words):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setattr(connection, "cursor", refuse)


def test_healthz_answers_without_database_session_or_cache(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_health_addresses_are_for_reading_only(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_readyz_is_ready_with_a_database_and_all_migrations(client, assert_query_count):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok"}}
    with assert_query_count(2):  # "SELECT 1", and the bridges, of which there are none
        client.get("/readyz")


@pytest.mark.django_db
def test_readyz_names_pending_migrations(client):
    last = MigrationLoader(connection).graph.leaf_nodes("core")[0]
    MigrationRecorder(connection).record_unapplied(*last)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "migrations": "pending"}


def test_readyz_names_a_database_that_is_away(client, database_away):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "unavailable", "migrations": "unknown"}


def test_a_page_without_its_database_asks_to_come_back(client, database_away):
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, response["Content-Type"]) == (503, HTML)
    assert response["Retry-After"] == "30"
    assert "Traceback" not in response.text
    assert "connection refused" not in response.text


def test_a_mistake_in_the_code_is_an_error_page(rf):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        response = health.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "<h1>" in response.text


def test_error_pages_do_without_templates(rf, settings):
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "OPTIONS": {}}
    ]
    response = health.server_error(rf.get("/"))
    assert (response.status_code, response.text) == (500, "Server error")


def test_a_database_fault_is_found_below_other_errors():
    try:
        try:
            raise OperationalError
        except OperationalError as cause:
            raise RuntimeError from cause
    except RuntimeError as error:
        found = error
    assert database_is_away(found)
    assert not database_is_away(ValueError())
    assert not database_is_away(None)
