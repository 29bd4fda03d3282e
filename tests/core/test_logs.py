"""What is logged, and what never is."""

import json
import logging

import psycopg
import pytest
import structlog
from django.conf import settings
from django.http import HttpResponse

from cms.core import logs


@pytest.fixture
def configured(capsys):
    """Set up logging for the test, and put back what the tests use."""
    yield logs.configure
    structlog.reset_defaults()
    logs.configure(settings.LOGGING)


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_production_logs_one_json_object_a_line(configured, capsys):
    configured({"level": "INFO", "as_json": True})
    logging.getLogger("city").info("Saved %s", "Straße\nzwei")
    structlog.get_logger("city").warning("late", minutes=3)
    first, second = lines(capsys)
    assert first["event"] == "Saved Straße\nzwei"
    assert (first["level"], first["logger"]) == ("info", "city")
    assert (second["event"], second["minutes"]) == ("late", 3)
    assert first["timestamp"].endswith("Z")


def test_a_mistake_in_the_code_is_logged_with_its_traceback(configured, capsys):
    configured({"level": "INFO", "as_json": True})
    try:
        raise ValueError("wrong")
    except ValueError:
        logging.getLogger("city").exception("Failed")
    (line,) = lines(capsys)
    assert line["exception"][0]["exc_type"] == "ValueError"


def test_a_database_that_is_away_is_logged_in_a_line_without_traceback(configured, capsys):
    configured({"level": "INFO", "as_json": True})
    try:
        try:
            raise psycopg.OperationalError("connection refused\nIs it running?")
        except psycopg.OperationalError as error:
            raise RuntimeError("no page") from error
    except RuntimeError:
        logging.getLogger("city").exception("Failed")
    (line,) = lines(capsys)
    assert "exception" not in line
    assert line["database"] == "no page"


def test_no_address_is_written_down(configured, capsys):
    configured({"level": "INFO", "as_json": True})
    logging.getLogger("city").info("Mail to %s failed", "erika.beispiel+1@mail.example.org")
    structlog.get_logger("city").info("failed", recipient="erika@example.org")
    first, second = lines(capsys)
    assert first["event"] == "Mail to [e-mail] failed"
    assert second["recipient"] == "[e-mail]"


def test_what_is_logged_elsewhere_reads_as_text(configured, capsys):
    configured({"level": "INFO", "as_json": False})
    logging.getLogger("city").info("Saved")
    assert "Saved" in capsys.readouterr().err


def respond(rf, path, status=200, **headers):
    """One request through the middleware; the response."""
    middleware = logs.request_log(lambda request: HttpResponse(status=status))
    return middleware(rf.get(path, headers=headers))


def test_a_request_is_one_line_without_query_address_or_user(configured, capsys, rf):
    configured({"level": "INFO", "as_json": True})
    response = respond(rf, "/ideen/?q=geheim", status=404)
    (line,) = lines(capsys)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/ideen/", 404)
    assert line["request_id"] == response["X-Request-ID"]
    assert set(line) == {
        *("event", "level", "logger", "timestamp", "request_id"),
        *("method", "path", "status", "ms"),
    }


def test_a_proxys_request_id_is_kept_unless_it_is_nonsense(configured, rf):
    configured({"level": "ERROR", "as_json": True})
    kept = respond(rf, "/", **{"X-Request-ID": "abcdef-0123"})
    assert kept["X-Request-ID"] == "abcdef-0123"
    replaced = respond(rf, "/", **{"X-Request-ID": "a b\u00e4"})
    assert len(replaced["X-Request-ID"]) == 32


def test_what_monitoring_asks_every_few_seconds_is_not_logged(configured, capsys, rf):
    configured({"level": "INFO", "as_json": True})
    respond(rf, "/healthz")
    assert lines(capsys) == []


def test_a_traceback_holds_no_variables_and_no_address(configured, capsys):
    configured({"level": "INFO", "as_json": True})
    typed = "hunter2 of erika@example.org"
    try:
        raise ValueError(f"Key (email)=(erika@example.org) {len(typed)}")
    except ValueError:
        logging.getLogger("city").exception("failed")
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "hunter2" not in written
    assert "erika@example.org" not in written
