"""Facts that are the same in every language.

A project is one thing in every language: its stage, money and dates must never differ between its
German, English and Leichte-Sprache pages. So the facts live on the page in the default language
(the *original*), and every other language reads them from there; a translation only owns words.
"""

from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings

from cms.core.panels import FactsForm


class FactsMixin:
    """A page whose translations read its facts from the original."""

    # Of the page that this is mixed into.
    locale: Any
    locale_id: Any
    translation_key: Any
    objects: ClassVar[Any]
    _meta: ClassVar[Any]

    base_form_class = FactsForm

    fact_fields: ClassVar[tuple[str, ...]] = ()
    """Fields that every language shows as the original has them."""

    @property
    def is_original(self) -> bool:
        """Whether this page is in the language that the facts are kept in."""
        return self.locale_id is None or self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def facts(self) -> Self:
        """The page that holds the facts: itself, or the original it was translated from.

        A translation whose original is gone speaks for itself.
        """
        if self.is_original:
            return self
        found = type(self).objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        return found.first() or self

    def read_original(self) -> Any:
        """The page that holds the facts, where it is another one; read once with them."""
        return None if self.owns_facts else self.facts

    @property
    def owns_facts(self) -> bool:
        """Whether the facts shown are the page's own."""
        return self.facts is self

    def adopt_facts(self, original: Self) -> Self:
        """Take over the original's facts, in memory, so that a list need not ask for each page.

        Of pictures and the like that the original was read without, only the key is taken over.
        """
        self.facts = original
        for name in self.fact_fields:
            field = self._meta.get_field(name)
            known = not field.is_relation or field.is_cached(original)
            attribute = name if known else field.attname
            setattr(self, attribute, getattr(original, attribute))
        return self


def with_facts(pages: Any) -> list[Any]:
    """The pages of a QuerySet with the facts of their originals. At most two queries."""
    found = list(pages.select_related("locale"))
    keys = [page.translation_key for page in found if not page.is_original]
    if not keys:
        return found
    originals = {
        original.translation_key: original
        for original in pages.model.objects.filter(
            translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE
        )
    }
    return [page.adopt_facts(originals.get(page.translation_key, page)) for page in found]
