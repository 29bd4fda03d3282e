"""Conventions of the house as Django system checks."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks

from cms.core import privacy
from cms.core.models import BasePage


@checks.register(checks.Tags.templates)
def page_types_have_templates(**kwargs: Any) -> list[checks.CheckMessage]:
    """core.E001: every page type has a template in the default theme."""
    folder = settings.BASE_DIR / "themes" / "default" / "templates"
    page_types = (model for model in apps.get_models() if issubclass(model, BasePage))
    return [
        checks.Error(
            f"{page_type.__name__} has no template in the default theme.",
            hint=f"Add {folder / page_type.template}.",
            obj=page_type,
            id="core.E001",
        )
        for page_type in page_types
        if not (folder / page_type.template).is_file()
    ]


@checks.register(checks.Tags.models)
def personal_data_is_registered(**kwargs: Any) -> list[checks.CheckMessage]:
    """core.E002: a link to the user without exporter and eraser. core.E003: a label of no model."""
    links = privacy.links_to_user(apps.get_models(), get_user_model())
    known = {model._meta.label for model in apps.get_models()}
    covered = privacy.covered()
    unknown: list[checks.CheckMessage] = [
        checks.Error(
            f"{label} has a link to the user, and nobody exports or erases it.",
            hint="Register it in its app's privacy.py, or exempt it there with the reason.",
            id="core.E002",
        )
        for label in sorted(links - covered)
    ]
    return unknown + [
        checks.Error(
            f"Personal data is registered for {label}, which is no model.",
            hint="Correct the label in the app's privacy.py.",
            id="core.E003",
        )
        for label in sorted(covered - known)
    ]
