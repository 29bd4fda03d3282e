"""Pages and rows in a reader's language with the facts of their originals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page

from cms.core import page_pictures
from cms.core.page_cache import frame
from cms.programme.models.base import FactRow, ProgrammeBasePage

PageType = TypeVar("PageType", bound=Any)
Row = TypeVar("Row", bound=FactRow)


class InLanguage(Sequence[PageType]):
    """Live pages of a language with the facts of their originals, in the originals' order.

    A sequence that paginators can slice: in German one query for its length and one for a slice,
    in other languages two and two. ``originals`` names a page once. One without a live twin is left
    out, and so is what is closed to the public; one never written in German speaks for itself.
    """

    def __init__(
        self,
        originals: QuerySet[PageType],
        locale: Locale,
        *,
        with_pictures: bool = False,
    ) -> None:
        """``with_pictures`` where a list shows them."""
        self.with_pictures = with_pictures
        german = shown = Q(locale__language_code=settings.LANGUAGE_CODE)
        if locale.language_code != settings.LANGUAGE_CODE:
            same = originals.model.objects.filter(translation_key=OuterRef("translation_key"))
            shown = german | (Q(locale=locale) & Q(~Exists(same.filter(german))))
        self.originals = originals.filter(shown, live=True)
        self.locale = locale
        if self._is_original:
            self.originals = self.originals.filter(frame.shown())

    @cached_property
    def _is_original(self) -> bool:
        return self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def _keys(self) -> list[Any]:
        return list(self._shown.values_list("translation_key", flat=True))

    @property
    def _shown(self) -> QuerySet[PageType]:
        """The originals that have a live twin in the language."""
        if self._is_original:
            return self.originals
        return self.originals.filter(translation_key__in=self._twins().values("translation_key"))

    def _twins(self) -> QuerySet[PageType]:
        twins: Any = self.originals.model.objects
        found = twins.filter(frame.shown(), live=True, locale=self.locale)
        return found.defer_streamfields()

    def __len__(self) -> int:
        return self.originals.count() if self._is_original else len(self._keys)

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        return [*self._pages(self._shown[index]).values()]

    def __iter__(self) -> Iterator[PageType]:
        return iter(self.all())

    def all(self) -> list[PageType]:
        """All of them: one query, two in a translation (``list()`` would ask for their number)."""
        return [*self._pages(self.originals).values()]

    def _pages(self, originals: QuerySet[PageType]) -> dict[Any, PageType]:
        """The language's pages for some originals, by translation key, in the same order."""
        found = {page.translation_key: page for page in originals}
        twins = found
        if not self._is_original:
            shown = self._twins().filter(translation_key__in=found)
            twins = {page.translation_key: page for page in shown}
        if self.with_pictures:
            page_pictures.attach([*found.values(), *twins.values()])
        for page in twins.values():
            page.locale = self.locale
        return {
            key: twins[key].adopt_facts(original) for key, original in found.items() if key in twins
        }

    def around(self, page: Page) -> tuple[PageType | None, PageType | None]:
        """The pages listed before and after one; None where there is none."""
        if page.translation_key not in self._keys:
            return None, None
        place = self._keys.index(page.translation_key)
        shown = self[max(place - 1, 0) : place + 2]
        return (shown[0] if place else None), next(iter(shown[2 if place else 1 :]), None)


def fact_rows(
    rows: QuerySet[Row], pages: Iterable[ProgrammeBasePage], locale: Locale
) -> dict[int, list[Row]]:
    """Rows of many pages by the primary key of the original, with the language's words.

    One query, two in another language, however many pages there are; what ``page.rows()`` does for
    one page.
    """
    found: dict[int, list[Row]] = defaultdict(list)
    for row in with_words(rows.filter(page__in=[page.facts.pk for page in pages]), locale):
        found[row.page_id].append(row)
    return found


def with_words(rows: QuerySet[Row], locale: Locale) -> list[Row]:
    """Rows of originals with the language's words where it has them. One or two queries."""
    by_key = {row.translation_key: row for row in rows}
    if by_key and locale.language_code != settings.LANGUAGE_CODE:
        twins = rows.model.objects.filter(translation_key__in=by_key, locale=locale)
        for twin in twins:
            by_key[twin.translation_key].take_words(twin)
    return list(by_key.values())
