"""The site's languages, read from the database once a process: they are not made in passing."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from cms.core.page_cache import frame


@cache
def locales() -> dict[int, Locale]:
    """Every language by its number."""
    return {locale.pk: locale for locale in Locale.objects.all()}


def locale(pk: int) -> Locale:
    """The language; from the database when it is newer than this process."""
    return locales().get(pk) or Locale.objects.get(pk=pk)


def default_locale() -> Locale:
    """The language that the originals are in."""
    return _by_code(settings.LANGUAGE_CODE)


def readers_locale() -> Locale:
    """The reader's language."""
    return _by_code(get_language() or settings.LANGUAGE_CODE)


def _by_code(code: str) -> Locale:
    known = (each for each in locales().values() if each.language_code == code)
    return next(known, None) or Locale.objects.get(language_code=code)


def forget(**_signal: object) -> None:
    """Read the languages again at the next question."""
    locales.cache_clear()


def localized(page: Page) -> Page:
    """The page in the reader's language, or itself where it has no live twin there."""
    if locale(page.locale_id).language_code == get_language():
        return page
    return page.localized


def localized_row(model: type[Any], pk: int | None, wanted: Locale) -> Any:
    """A row in a language, or itself where it has no twin there; None for none.

    One query, or remembered; for rows that many pages show and few changes alter.
    """
    if pk is None:
        return None
    key = ("localized", model._meta.label, pk, wanted.pk)
    return frame.keep(key, lambda: _read_localized(model, pk, wanted))


def _read_localized(model: type[Any], pk: int, wanted: Locale) -> Any:
    key = model.objects.filter(pk=pk).values("translation_key")
    found = list(model.objects.filter(translation_key__in=key))
    return min(found, key=lambda row: (row.locale_id != wanted.pk, row.pk != pk), default=None)


for _signal in (post_save, post_delete):
    _signal.connect(forget, sender=Locale, dispatch_uid="languages")
