"""Settings: production refuses to start unsafe, and the README tells every variable."""

import sys

import pytest

from cms.core.embedded.places import ROOT
from cms.settings import variables
from cms.settings.dev import DEMO_SECRET_KEY
from tests.core.commands import manage, told

sys.path.insert(0, str(ROOT / "scripts"))

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "DATABASE_URL": "postgresql://city:secret@db.example.org/city",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
    "EMAIL_URL": "smtp+tls://city:secret@mail.example.org:587",
}


def test_production_passes_djangos_deployment_check_without_a_warning():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stdout
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", [v.name for v in variables.VARIABLES if v.required])
def test_production_names_a_variable_that_is_missing(name):
    sentence = told(manage("check", **PRODUCTION | {name: ""}))
    assert sentence == f"Production does not start: {name} is not set."


def test_production_refuses_debug_and_the_demos_secret():
    unsafe = {"DEBUG": "1", "SECRET_KEY": DEMO_SECRET_KEY}
    sentence = told(manage("check", **PRODUCTION | unsafe))
    assert sentence == "Production does not start: DEBUG is on; SECRET_KEY is the demo's."


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("THEME", "")
    assert variables.value("THEME") == "default"
    monkeypatch.setenv("THEME", "norderstedt")
    assert variables.value("THEME") == "norderstedt"


def test_a_variable_that_was_not_declared_cannot_be_read():
    with pytest.raises(KeyError):
        variables.value("UNHEARD_OF")


def test_the_readme_tells_every_variable():
    import readme

    text = readme.README.read_text(encoding="utf-8")
    assert readme.with_table(text) == text, "run `make readme`"


def test_the_german_catalogue_is_complete():
    import messages

    assert messages.gaps(messages.merged("de", messages.collect())) == []


def test_the_example_environment_names_what_production_needs_and_nothing_unknown():
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert named <= {variable.name for variable in variables.VARIABLES}
    assert named >= {variable.name for variable in variables.VARIABLES if variable.required}
