"""Tags and filters of the templates."""

import json

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.core.models import SiteSettings
from cms.core.pictograms import PICTOGRAM_KEYS
from cms.core.templatetags import core_tags
from tests.factories.pages import ContentFactory


def json_ld(markup: str) -> dict:
    opening = '<script type="application/ld+json">'
    assert markup.startswith(opening)
    assert markup.count("<") == 2
    return json.loads(markup.removeprefix(opening).removesuffix("</script>"))


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!--", "A & B \u2028"])
def test_a_title_cannot_close_the_json_ld(site, title):
    page = ContentFactory(parent=site.home, title=title, slug="titel")
    context = Context({"site": SiteSettings()})
    (crumbs,) = json_ld(core_tags.structured_data(context, page))["@graph"]
    assert crumbs["itemListElement"][-1]["name"] == title


@pytest.mark.parametrize("nothing", [None, "", object()])
def test_what_has_no_structured_data_gets_no_script(nothing):
    assert core_tags.structured_data(Context(), nothing) == ""


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Kurs", "Kurs:"), ("Wie war es?", "Wie war es?"), ("Ich stimme zu.", "Ich stimme zu.")],
)
def test_a_label_that_ends_in_a_sign_gets_no_colon(label, shown):
    assert core_tags.with_colon(label) == shown


@pytest.mark.parametrize("key", ["", None, "unknown", "../base", "locker.svg"])
def test_an_unknown_pictogram_shows_nothing(key):
    assert core_tags.pictogram(key) == ""


@pytest.mark.parametrize("key", sorted(PICTOGRAM_KEYS))
def test_every_pictogram_is_drawn(key):
    assert core_tags.pictogram(key).lstrip().startswith("<svg")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "2. Quartal 2026"), ("en", "quarter 2 of 2026")]
)
def test_a_quarter_is_named_in_words(language, words):
    with translation.override(language):
        assert core_tags.quarter(2026, 2) == words


@pytest.mark.parametrize(("year", "number"), [(None, 2), (2026, None), (None, None)])
def test_an_unknown_quarter_is_empty(year, number):
    assert core_tags.quarter(year, number) == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, ""), (0, ""), (1, "1 kB"), (48_300, "48 kB"), (1_540_000, "1,5 MB")],
)
def test_a_file_size_is_rounded(size, words):
    with translation.override("de"):
        assert core_tags.file_size(size) == words


def test_menus_are_empty_without_a_request():
    template = Template(
        "{% load core_tags %}{% main_menu as a %}{% footer_menu as b %}{{ a }}{{ b }}"
    )
    assert template.render(Context()) == "[][]"


@pytest.mark.parametrize(
    ("words", "is_long"),
    [
        ("Digitale Weiterbildungsprogramme", True),
        ("Zukunftsbotschafter*innen", True),
        ("Digitale Schließfächer", False),
        (None, False),
    ],
)
def test_a_heading_with_a_word_too_long_for_a_phone_is_told(words, is_long):
    assert core_tags.has_long_word(words) is is_long
