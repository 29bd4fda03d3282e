"""The names of what pages depend on, and the tables that stand for them.

===================  ==============================================================================
``page:<key>``       a page in any language, by its translation key
``below:<key>``      the children of a page
``table:<name>``     the rows of a table; a page's inline rows count as the table of their page type
``column:<name>``    a column of all rows, where it changes much more often than the others
``row:<name>:<pk>``  the same columns of one row
``search``           the index of the search
``everything``       what frames every page: menus, settings, languages, who may see what
===================  ==============================================================================
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.core.page_cache.memory import EVERYTHING

FRAME = (BaseSiteSetting, Site, Locale, PageViewRestriction)
FILES = (AbstractImage, AbstractDocument)
# Read by every page, and either followed by tags of their own (plain pages) or never changed by
# anybody but the code itself.
HARMLESS = {"wagtailcore_page", "django_content_type", "core_rendition", "wagtailcore_collection"}
HARMLESS |= {"wagtailcore_referenceindex"}
OWN_PACKAGES = ("cms.",)
_watched: dict[type[Model], tuple[str, ...]] = {}


def watch(model: type[Model], apart: Iterable[str] = ()) -> type[Model]:
    """Let saves of a model outside ``cms`` touch the pages that read its table; a decorator too.

    Columns ``apart`` change often, such as counts: saved by themselves they touch only who reads
    them.
    """
    _watched[model] = tuple(apart) or _watched.get(model, ())
    for known in (tag_of_model, tags_by_table, _columns_by_table):
        known.cache_clear()
    return model


@cache
def tag_of_model(model: type[Model]) -> str | None:
    """What reading or saving rows of the model stands for; None when nobody watches it."""
    page_type = page_type_of_row(model)
    if page_type is not None:
        return table_tag(page_type)
    if issubclass(model, FRAME) or getattr(model, "frames_pages", False):
        return EVERYTHING
    if issubclass(model, Page):
        return table_tag(model)
    own = model._meta.app_config.name.startswith(OWN_PACKAGES) if model._meta.app_config else False
    if model in _watched or (own and getattr(model, "touches_pages", True)):
        return None if issubclass(model, AbstractBaseUser) else table_tag(model)
    return None


@cache
def page_type_of_row(model: type[Model]) -> type[Page] | None:
    """The page type that the model's rows belong to as inline rows."""
    for field in model._meta.get_fields():
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            return field.related_model
    return None


@cache
def tags_by_table() -> dict[str, str | None]:
    """Tag for each table of the project that is not harmless; None where nobody watches it."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    return {
        model._meta.db_table: tag_of_model(model)
        for model in models
        if model._meta.db_table not in HARMLESS
    }


def column_tags(model: type[Model]) -> dict[str, str]:
    """Tags of the model's columns that change apart from the others, by the field's name."""
    table = model._meta.db_table
    return {name: f"column:{table}.{name}" for name in _watched.get(model, ())}


@cache
def _columns_by_table() -> dict[str, dict[str, str]]:
    return {model._meta.db_table: column_tags(model) for model in _watched if _watched[model]}


def columns_in(table: str, sql: str) -> set[str]:
    """Tags of the table's columns apart that a statement names; Django names each it reads."""
    columns = _columns_by_table().get(table)
    return {tag for name, tag in columns.items() if f'"{name}"' in sql} if columns else set()


def row_tag(model: type[Model], key: Any) -> str:
    """The tag of one row, in its columns apart."""
    return f"row:{model._meta.db_table}:{key}"


def table_tag(model: type[Model]) -> str:
    """The tag of the model's table."""
    return f"table:{model._meta.db_table}"


def page_tag(page: Page) -> str:
    """The tag of a page in all its languages."""
    return f"page:{page.translation_key}"


def below_tag(page: Page) -> str:
    """The tag of the pages below a page."""
    return f"below:{page.translation_key}"
