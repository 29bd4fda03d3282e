"""What the programme's page types share: a body, and rows of facts with words in each language."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin

from cms.core.models import BodyPage, FactsMixin


class ProgrammeBasePage(FactsMixin, BodyPage):
    """A page of the programme with a body and rows of facts."""

    class Meta:
        abstract = True

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


def in_original_language() -> dict[str, str]:
    """The choices of a fact: facts refer to the originals alone, whichever language shows them."""
    return {"locale__language_code": settings.LANGUAGE_CODE}


def page_key(page_type: str, related_name: str) -> ParentalKey:
    """The link from a row to its page."""
    return ParentalKey(page_type, on_delete=models.CASCADE, related_name=related_name)
