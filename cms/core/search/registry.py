"""What can be found: each app registers its sources."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.db.models import Model


@dataclass(frozen=True)
class Section:
    """A kind of finds that readers can narrow their search to. ``label`` is translated lazily."""

    key: str
    label: Any


ANY_LANGUAGE = "*"
"""The language of a draft that readers of every language find."""


@dataclass(frozen=True)
class Draft:
    """What is indexed of one thing in one language: all of it plain text."""

    title: str
    language: str
    section: str
    introduction: str = ""
    text: str = ""
    hidden: str = ""
    """Words that find it but are not shown, such as the name of a file."""


class Source(ABC):
    """A model whose rows can be found. Saving and deleting a row keeps the index up to date."""

    key: ClassVar[str]
    model: ClassVar[type[Model]]
    fields: ClassVar[frozenset[str] | None] = None
    """What a draft is made of; a save of other fields alone indexes nothing. None: any field."""

    @property
    @abstractmethod
    def sections(self) -> Iterable[Section]:
        """The sections that its drafts name."""

    @abstractmethod
    def rows(self) -> Iterable[Any]:
        """Every row that may be public."""

    @abstractmethod
    def draft(self, row: Any) -> Draft | None:
        """What is indexed of the row; None when the public may not see it."""

    @abstractmethod
    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """Where the rows are now, by primary key as text; who is no longer public is left out."""


_sources: dict[str, Source] = {}


def register_source(source: type[Source]) -> type[Source]:
    """Register a source; a class decorator."""
    _sources[source.key] = source()
    sections.cache_clear()
    return source


def sources() -> dict[str, Source]:
    """All sources by key."""
    return _sources


@cache
def sections() -> dict[str, Section]:
    """All sections by key, in the order of registration."""
    return {section.key: section for source in _sources.values() for section in source.sections}
