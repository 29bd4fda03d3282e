"""What the programme's page types share: a body, and rows of facts with words in each language."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.queryset import FakeQuerySet
from wagtail.models import Orderable, TranslatableMixin

from cms.core.models import BodyPage, FactsMixin


class ProgrammeBasePage(FactsMixin, BodyPage):
    """A page of the programme with a body and rows of facts."""

    class Meta:
        abstract = True

    def rows(self, relation: str) -> list[Any]:
        """The original's rows of a relation, with this language's words where it has them.

        One query in any language.
        """
        related = getattr(self.facts, relation)
        joined = related.model.joined or [None]
        if self.facts is self:
            return list(related.select_related(*joined))
        own = getattr(self, relation).all()
        if isinstance(own, FakeQuerySet):  # of a draft, which a preview shows
            rows = list(related.select_related(*joined))
        else:
            pages = [self.facts.pk, self.pk]
            both = list(related.model.objects.filter(page__in=pages).select_related(*joined))
            rows = [row for row in both if row.page_id == self.facts.pk]
            own = [row for row in both if row.page_id == self.pk]
        twins = {row.translation_key: row for row in own}
        for row in rows:
            row.take_words(twins.get(row.translation_key))
        return rows


class FactRow(TranslatableMixin, Orderable):
    """A row of facts on a page; ``words`` names the fields that are translated."""

    words: ClassVar[tuple[str, ...]] = ()
    joined: ClassVar[tuple[str, ...]] = ()
    """What is read together with the rows."""

    def take_words(self, twin: "FactRow | None") -> None:
        """Show the words of a row in another language, in memory, where it has any."""
        for name in self.words if twin else ():
            setattr(self, name, getattr(twin, name) or getattr(self, name))

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


def writes(field: str, options: Mapping[str, Any]) -> bool:
    """Whether a save with these options writes the field; saving a draft writes a few others."""
    only = options.get("update_fields")
    return only is None or field in only


def in_original_language() -> dict[str, str]:
    """The choices of a fact: facts refer to the originals alone, whichever language shows them."""
    return {"locale__language_code": settings.LANGUAGE_CODE}


def page_key(page_type: str, related_name: str) -> ParentalKey:
    """The link from a row to its page."""
    return ParentalKey(page_type, on_delete=models.CASCADE, related_name=related_name)
