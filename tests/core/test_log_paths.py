"""Nobody who reads a log can open what a mailed link opens."""

import json
import logging
import re
from pathlib import Path

import pytest
import structlog
from django.conf import settings as base
from django.urls import reverse

from cms.core import log_paths, logs
from cms.users import domain
from cms.users.models import ErasureRequest
from tests.users.helpers import person

__all__ = ["person"]

TOKEN = "WzEsIlZ2OEoya3giXQ:1vPa0x:8yQ1m3J0hN2kfYd7rT5uWc9bLzXsE4gAoP6iDqCvHnM"
SECRETS = [
    ("account_erasure_confirm", [TOKEN]),
    ("account_erasure_cancel", [TOKEN]),
    ("account_reset_password_from_key", {"uidb36": "1z", "key": "d2x8yc-8f1c9a0b3c7d5e6f"}),
    ("notifications:unsubscribe", [TOKEN]),
]


@pytest.fixture
def configured(capsys):
    """Has the test log as production does, and puts back what the tests use."""
    yield lambda: logs.configure({"level": "INFO", "as_json": True})
    structlog.reset_defaults()
    logs.configure(base.LOGGING)


def written(capsys) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize(("name", "secret"), SECRETS)
def test_a_mailed_link_is_logged_without_its_secret(site, client, configured, capsys, name, secret):
    configured()
    kind = "kwargs" if isinstance(secret, dict) else "args"
    url = reverse(name, **{kind: secret})
    parts = [*secret.values()][1:] if kind == "kwargs" else secret
    client.get(url)
    client.get(url.rstrip("/"))
    client.post(url)
    log = written(capsys)
    assert log.count('"event": "request"') >= 3
    assert not any(part in log for part in parts)


def test_a_link_whose_time_is_over_is_named_by_its_route(site, client, configured, capsys):
    configured()
    client.get(reverse("account_erasure_confirm", args=["kurz1"]))
    lines = [json.loads(line) for line in written(capsys).splitlines()]
    paths = {line["path"] for line in lines if "path" in line}
    assert paths == {"/konto/daten/loeschen/bestaetigen/[token]/"}
    assert not any("kurz1" in line["event"] for line in lines)


def test_the_link_of_a_real_mail_is_not_in_the_log(person, site, client, configured, capsys):
    configured()
    wish = ErasureRequest.objects.create(user=person)
    url = domain._link(wish, domain.CONFIRM).removeprefix(base.BASE_URL)
    assert client.get(url).status_code == 200
    assert url.rstrip("/").rpartition("/")[2] not in written(capsys)


@pytest.mark.parametrize(
    "path",
    [
        "/programm/projekte/digitale-schliessfaecher/",
        "/en/programm/arbeitsgruppen/smarte-und-nachhaltige-mobilitaet/",
        "/ideen/4711/ein-sehr-langer-titel-mit-zahl-2026/",
        "/media/images/foto.2e16d0ba.width-800.avif",
        "/admin/pages/12/edit/",
    ],
)
def test_public_addresses_are_logged_as_they_are(path):
    assert log_paths.without_secrets(path) == path


@pytest.mark.parametrize(
    "secret", [TOKEN, "kZ3vQ9w0aXyB7cD1eF5g", "a3f1c9e07b2d4f6890abcdef12345678", "x" * 8 + "9" * 9]
)
def test_what_looks_like_a_secret_is_left_out_wherever_it_stands(secret):
    said = log_paths.without_secrets(f"Not Found: /wunschliste/spende/{secret}/danke")
    assert said == "Not Found: /wunschliste/spende/[secret]/danke"


def test_other_loggers_write_no_secret_either(configured, capsys):
    configured()
    logging.getLogger("django.request").warning("Gone: %s", f"/en/konto/x/{TOKEN}/")
    assert TOKEN not in written(capsys)


def test_nginx_logs_no_paths():
    config = (Path(base.BASE_DIR) / "deploy/nginx/norderstedt-go.conf").read_text()
    log_format = re.search(r"log_format[^;]+;", config)[0]
    assert not re.search(r"\$(request_)?uri|\$request\b", log_format)


def test_a_request_for_another_host_is_refused_in_one_line(
    site, client, configured, capsys, settings
):
    settings.ALLOWED_HOSTS = ["testserver"]
    configured()
    answer = client.get("/", headers={"host": "boese.example.com"})
    log = written(capsys)
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
    assert "Traceback" not in log
    assert "exception" not in log
