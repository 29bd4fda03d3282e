"""What the programme's page types share: facts that belong to the German original.

A project is one thing in every language: its stage, money and dates must never differ between its
German, English and Leichte-Sprache pages. So the facts live on the page in the default language
(the *original*), and every other language reads them from there; a translation only owns words.
"""

from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import BodyBlock
from cms.core.models import BasePage


class OriginalOnly:
    """Panels for facts: shown while editing the original, hidden on translations."""

    class BoundPanel:
        def is_shown(self) -> bool:
            """Whether the page is the original (or not yet saved in any language)."""
            instance = self.instance  # type: ignore[attr-defined]
            return super().is_shown() and instance.is_original  # type: ignore[misc]


class FactsPanel(MultiFieldPanel):
    """A group of facts."""

    class BoundPanel(OriginalOnly.BoundPanel, MultiFieldPanel.BoundPanel):
        pass


class FactRowsPanel(InlinePanel):
    """Rows of facts."""

    class BoundPanel(OriginalOnly.BoundPanel, InlinePanel.BoundPanel):
        pass


class ProgrammeBasePage(BasePage):
    """A page of the programme with a body."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    fact_fields: ClassVar[tuple[str, ...]] = ()
    """Fields that every language shows as the original has them."""

    class Meta:
        abstract = True

    @property
    def is_original(self) -> bool:
        """Whether this page is the one that holds the facts."""
        return self.locale_id is None or self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def facts(self) -> Self:
        """The page that holds the facts: itself, or the original it was translated from.

        A translation whose original is gone speaks for itself.
        """
        if self.is_original:
            return self
        original = (
            type(self)
            .objects.filter(
                translation_key=self.translation_key,
                locale__language_code=settings.LANGUAGE_CODE,
            )
            .first()
        )
        return original or self

    def adopt_facts(self, original: Self) -> Self:
        """Take over the original's facts, in memory, so that a list need not ask for each page."""
        self.facts = original
        for name in self.fact_fields:
            setattr(self, name, getattr(original, name))
        return self

    def rows(self, relation: str) -> list[Any]:
        """The original's rows of a relation, with this language's words where it has them."""
        related = getattr(self.facts, relation)
        rows = list(related.select_related(*related.model.joined or [None]))
        if self.facts is self or not rows:
            return rows
        own = {row.translation_key: row for row in getattr(self, relation).all()}
        for row in rows:
            twin = own.get(row.translation_key)
            for name in row.words if twin else ():
                setattr(row, name, getattr(twin, name) or getattr(row, name))
        return rows


class FactRow(TranslatableMixin, Orderable):
    """A row of facts on a page; ``words`` names the fields that are translated."""

    words: ClassVar[tuple[str, ...]] = ()
    joined: ClassVar[tuple[str, ...]] = ()
    """What is read together with the rows."""

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


def page_key(page_type: str, related_name: str) -> ParentalKey:
    """The link from a row to its page."""
    return ParentalKey(page_type, on_delete=models.CASCADE, related_name=related_name)
