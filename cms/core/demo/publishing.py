"""Pages of the demo, made and translated the way editors do it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.demo.content import Body, languages, plain, rich_text
from cms.core.demo.registry import DemoSite

STREAMS = {"body", "vision", "mission"}
RICH_TEXTS = {"thanks"}
Rows = Callable[[str], dict[str, list[Any]]]


class UnpairedTextError(Exception):
    """A German text of the content files has no English one in the same place."""


@dataclass
class PageContent:
    """A page's content file with what belongs to every language of it."""

    model: type[Page]
    data: dict[str, Any]
    site: DemoSite
    facts: dict[str, Any] = field(default_factory=dict)
    rows: Rows = lambda _language: {}

    @property
    def key(self) -> str:
        """The key by which other content refers to the page."""
        return self.data["key"]

    def words(self, language: str) -> dict[str, Any]:
        """The page's own fields in a language, as they are stored."""
        body = Body(self.key, self.site)
        return {name: self._field(name, value, body) for name, value in self.data[language].items()}

    def _field(self, name: str, value: Any, body: Body) -> Any:
        if name == "hero_buttons":
            return body.stream([{"type": "button", **button} for button in value], name)
        if name in STREAMS:
            return body.stream(value, name)
        return rich_text(value, self.site) if name in RICH_TEXTS else plain(value)

    def fill(self, page: Page, language: str) -> Page:
        """Put the words and rows of a language onto a page."""
        for name, value in (self.words(language) | self.rows(language)).items():
            setattr(page, name, value)
        return page


def add_page(content: PageContent, parent: Page) -> Page:
    """Put a draft into the page tree, so that other content can link to it.

    Its words follow in :func:`publish_pages`, when every page that a link may name is there.
    """
    words = content.data["de"]
    draft = content.model(live=False, title=words["title"], slug=words["slug"], **content.facts)
    content.site.pages[content.key] = parent.add_child(instance=draft)
    content.site.drafts.append(content)
    return draft


def publish_pages(site: DemoSite) -> None:
    """Publish every draft in German, then in every other language it is written in."""
    for content in site.drafts:
        page = content.fill(site.pages[content.key], "de")
        # Saved first, as the admin does, so that the revision knows its rows by their keys.
        page.save()
        page.save_revision(log_action=False).publish(log_action=False)
        for language in languages(content.data):
            with translation.override(language):
                _publish_twin(page, content, language)


def _publish_twin(page: Page, content: PageContent, language: str) -> None:
    if language == "en":
        english = content.fill(content.model(live=False, **content.facts), "en")
        translate(page, english, content.site)
    elif language == "de-simple":
        _publish_easy_language(page, content)


def translate(original: Page, english: Page, site: DemoSite) -> None:
    """Translate a page by wagtail-localize, text by text. Raises UnpairedTextError.

    ``english`` is the unsaved twin: its texts are paired with the original's by their place.
    The page is published here, since wagtail-localize would do so when the whole load commits, with
    a page that still thinks it has no pages below it, which then are not found.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    target = Translation.objects.create(source=source, target_locale=site.locales["en"])
    texts = {
        (segment.path, segment.order): segment.string.data
        for segment in extract_segments(english)
        if isinstance(segment, StringSegmentValue)
    }
    rows = {}
    for segment in source.stringsegment_set.select_related("context", "string"):
        place = (segment.context.path, segment.order)
        if place not in texts:
            raise UnpairedTextError(f"{original}: {place} “{segment.string.data[:60]}”")
        rows[segment.string_id, segment.context_id] = texts[place]
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=string_id,
            context_id=context_id,
            locale=target.target_locale,
            data=text,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for (string_id, context_id), text in rows.items()
    )
    target.save_target(publish=False)
    original.get_translation(site.locales["en"]).get_latest_revision().publish(log_action=False)


def _publish_easy_language(original: Page, content: PageContent) -> None:
    """Copy a page for Leichte Sprache and put its own words into the copy."""
    copy = original.copy_for_translation(content.site.locales["de-simple"])
    for name, value in content.words("de-simple").items():
        setattr(copy, name, value)
    for relation, rows in content.rows("de-simple").items():
        if issubclass(getattr(copy, relation).model, TranslatableMixin):
            own = list(getattr(copy, relation).all())
            _replace_words(own, rows)
            # Asked again, a relation that has not been set would read its rows anew.
            setattr(copy, relation, own)
    copy.save_revision(log_action=False).publish(log_action=False)


def _replace_words(own: Iterable[Any], rows: list[Any]) -> None:
    """Give rows the words of their twins with the same translation key."""
    twins = {str(row.translation_key): row for row in rows}
    for row in own:
        for name in row.words:
            setattr(row, name, getattr(twins[str(row.translation_key)], name))


def translate_snippet(snippet: TranslatableMixin, site: DemoSite, code: str, **texts: Any) -> Any:
    """A snippet's twin in a language, with its words."""
    twin = snippet.copy_for_translation(site.locales[code])
    for name, value in texts.items():
        setattr(twin, name, value)
    twin.save()
    return twin
