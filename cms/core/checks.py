"""Conventions of the house as Django system checks."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks

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
