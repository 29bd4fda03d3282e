"""Conventions that ``manage.py check`` holds."""

from django.core import checks

from cms.core.checks import page_types_have_templates
from cms.pages.models import HomePage, NewsPage


def test_every_page_type_has_a_template_in_the_default_theme():
    assert page_types_have_templates() == []


def test_a_page_type_without_a_template_is_named(monkeypatch):
    monkeypatch.setattr(NewsPage, "template", "pages/gone.html")
    (fault,) = page_types_have_templates()
    assert (fault.id, fault.obj, fault.level) == ("core.E001", NewsPage, checks.ERROR)
    assert "NewsPage" in fault.msg
    assert fault.hint.endswith("themes/default/templates/pages/gone.html.")


def test_the_check_runs_with_all_others(monkeypatch):
    monkeypatch.setattr(HomePage, "template", "pages/gone.html")
    assert "core.E001" in {fault.id for fault in checks.run_checks()}
