"""The demo: loaded once, whole, and with every page type."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from cms.core import demo
from cms.core.demo import content, publishing
from cms.core.models import BasePage
from cms.pages.demo import FOLDER
from cms.pages.models import ContentPage
from participation.ideas.models import ParkedMatch
from tests.factories.pages import ContentFactory

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


def load() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("loaded_demo")
def test_the_demo_has_every_page_type_and_loads_only_once():
    missing = [model.__name__ for model in PAGE_TYPES if not model.objects.live().exists()]
    assert missing == []
    assert not Page.objects.filter(has_unpublished_changes=True, live=True).exists()
    assert not any(Page.find_problems())
    suggested = ParkedMatch.objects.values_list("idea__title", "page__title").order_by("pk")
    assert [(idea.split()[0], page.split()[-1]) for idea, page in suggested] == [
        ("Sehen,", "Rathaus"),  # how much power the city makes: money for meters
        ("Schließfächer", "Schließfächer"),
    ]
    before = set(Page.objects.values_list("pk", "latest_revision", "title"))
    assert load() == "The site already has content.\n"
    assert set(Page.objects.values_list("pk", "latest_revision", "title")) == before


def test_a_site_with_pages_of_its_own_is_left_alone(site):
    assert demo.has_content()
    assert load() == "The site already has content.\n"


def test_a_new_database_has_no_content(db):
    assert not demo.has_content()


class TestTranslation:
    """English texts are paired with the German ones by their place."""

    @staticmethod
    def page(site, *texts: str) -> ContentPage:
        blocks = [("text", f"<p>{text}</p>") for text in texts]
        return ContentFactory(parent=site.home, title="Über uns", body=blocks)

    @staticmethod
    def twin(page: ContentPage, *texts: str) -> ContentPage:
        body = page.body.stream_block.to_python(
            [
                {"type": "text", "value": f"<p>{text}</p>", "id": block.id}
                for block, text in zip(page.body, texts, strict=False)
            ]
        )
        return ContentPage(title="About us", slug="about", introduction="What it is.", body=body)

    @staticmethod
    def locales() -> demo.DemoSite:
        made = demo.DemoSite()
        made.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        return made

    def test_every_text_gets_its_translation(self, site, django_capture_on_commit_callbacks):
        page = self.page(site, "Eins", "Zwei")
        with django_capture_on_commit_callbacks(execute=True):
            publishing.translate(page, self.twin(page, "One", "Two"), self.locales())
        english = ContentPage.objects.get(locale__language_code="en")
        assert (english.title, english.live) == ("About us", True)
        assert [str(block.value) for block in english.body] == ["<p>One</p>", "<p>Two</p>"]

    def test_a_missing_paragraph_is_named(self, site):
        page = self.page(site, "Eins", "Zwei")
        with pytest.raises(publishing.UnpairedTextError, match="Zwei"):
            publishing.translate(page, self.twin(page, "One"), self.locales())
        assert not StringTranslation.objects.exists()


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Ein **Satz**.", "<p>Ein <b>Satz</b>.</p>"),
        ("Bürger*innen und *alle*", "<p>Bürger*innen und <i>alle</i></p>"),
        ("[Weg](page:gone)", "<p><a>Weg</a></p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (
            "Mehr bei [uns](https://example.org)",
            '<p>Mehr bei <a href="https://example.org">uns</a></p>',
        ),
    ],
)
def test_content_is_written_in_a_little_markdown(written, stored):
    assert content.rich_text(written, demo.DemoSite()) == stored


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        ({"de": " Hallo ", "en": "Hello"}, "en", "Hello"),
        ({"de": " Hallo ", "en": "Hello"}, "de-simple", "Hallo"),
        ("Hallo", "en", "Hallo"),
        (None, "de", ""),
    ],
)
def test_a_text_without_a_translation_is_german(value, language, text):
    assert content.words(value, language) == text


MENUS = content.read(FOLDER / "menus.toml")


@pytest.mark.parametrize("key", [*MENUS["footer"][-1]["pages"], "contact", "accessibility-help"])
def test_law_help_and_contact_are_written_in_every_language(key):
    written = content.read(FOLDER / f"{key}.toml")
    assert list(content.languages(written)) == ["de", "en", "de-simple"]


def sentences(key: str) -> list[str]:
    """The running text of a page in Leichte Sprache, sentence by sentence."""
    blocks = content.read(FOLDER / f"{key}.toml")["de-simple"]["body"]
    words = [re.sub(r"\[([^]]*)\]\([^)]*\)|[*#-]", r"\1", block.get("md", "")) for block in blocks]
    return [part for text in words for part in re.split(r"[.!?:]\s|\n", text) if part.strip()]


@pytest.mark.parametrize("key", [*MENUS["footer"][-1]["pages"], "contact", "accessibility-help"])
def test_sentences_in_leichte_sprache_are_short(key):
    assert [text for text in sentences(key) if len(text.split()) > 12] == []


def test_dates_of_the_demo_move_with_the_day(time_machine):
    time_machine.move_to("2026-10-24T12:00:00+00:00")  # a Saturday; summer time ends tonight
    assert content.moment("+1d 18:00").isoformat() == "2026-10-27T18:00:00+01:00"
    assert content.moment("-1d 18:00").isoformat() == "2026-10-18T18:00:00+02:00"
    assert content.moment("2026-07-01T17:00").isoformat() == "2026-07-01T17:00:00+02:00"


@pytest.mark.parametrize("days", range(40))
def test_nothing_happens_between_christmas_and_epiphany(time_machine, days):
    time_machine.move_to("2026-12-03T12:00:00+00:00")
    day = content.moment(f"+{days}d 10:00")
    assert (1, 6) < (day.month, day.day) < (12, 20)
