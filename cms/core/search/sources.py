"""What core itself makes findable: pages and documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionViewRestriction, Page

from cms.core import languages
from cms.core.models import BasePage, CustomDocument
from cms.core.page_cache import frame, tags
from cms.core.search import texts
from cms.core.search.registry import ANY_LANGUAGE, Draft, Section, Source, register_source

APART = {"title", "introduction"}


@register_source
class Pages(Source):
    """Public pages; a page type says by ``search_section`` under which heading it is found."""

    key = "page"
    model = Page

    @property
    def sections(self) -> list[Section]:
        """The sections of all page types."""
        types = [model for model in apps.get_models() if issubclass(model, BasePage)]
        found = (page_type.search_section for page_type in types)
        return list(dict.fromkeys(section for section in found if section))

    def rows(self) -> Iterable[Page]:
        """Live pages, in batches."""
        return Page.objects.live().public().specific().iterator(chunk_size=100)

    def draft(self, row: Page) -> Draft | None:
        """Title, introduction and whatever else the page type calls searchable."""
        page = row.specific
        section = getattr(page, "search_section", None)
        if not page.live or section is None or page.get_view_restrictions().exists():
            return None
        return Draft(
            title=page.title,
            language=languages.locale(page.locale_id).language_code,
            section=section.key,
            introduction=page.introduction,
            text=" ".join(_texts(page)),
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query for those that are not remembered, and one where something is restricted."""
        found = frame.keep_each("address", [*numbers], _read_addresses)
        return {number: url for number, url in found.items() if url}


def _read_addresses(numbers: list[str]) -> dict[str, tuple[str, list[str]]]:
    pages = Page.objects.filter(pk__in=[int(number) for number in numbers]).defer_streamfields()
    return {
        str(page.pk): (page.url if page.live and frame.is_open(page) else "", [tags.page_tag(page)])
        for page in pages
    }


def _texts(page: Any) -> Iterable[str]:
    """The values of the page's searchable fields; those of StreamFields come as lists."""
    for field in page.get_searchable_search_fields():
        if field.field_name in APART:
            continue
        value = field.get_value(page)
        for part in value if isinstance(value, list | tuple) else [value]:
            yield texts.sentences(str(part))


@register_source
class Documents(Source):
    """Documents in collections that everybody may see, by title and description."""

    key = "document"
    model = CustomDocument
    sections = (Section("documents", _("Documents")),)

    def rows(self) -> Iterable[CustomDocument]:
        """All documents."""
        return CustomDocument.objects.select_related("collection").iterator(chunk_size=500)

    def draft(self, row: CustomDocument) -> Draft | None:
        """A document has no language of its own, so it is found in all."""
        if row.collection.get_view_restrictions():
            return None
        name = row.filename.rpartition(".")[0].replace("-", " ")
        return Draft(
            title=row.title,
            language=ANY_LANGUAGE,
            section="documents",
            introduction=row.description,
            hidden=name,
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """Two queries; documents of collections that were closed since are left out."""
        found = CustomDocument.objects.filter(pk__in=[int(number) for number in numbers])
        closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
        paths = tuple(closed)
        return {
            str(document.pk): document.url
            for document in found.select_related("collection")
            if not document.collection.path.startswith(paths)
        }
