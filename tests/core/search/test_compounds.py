"""Which words that contain a word are meant by it."""

import pytest

from cms.core.search.index import rebuild
from cms.core.search.queries import search
from tests.factories.pages import NewsFactory
from tests.factories.site import translated

TEXTS = {
    "Amtliches": "Der Plan wurde veröffentlicht. Die Schlichtungsstelle hilft einfach.",
    "Wege": "Ein Wegelicht aus lichtem Glas am Gehweg, kein Umweg, keine Bewegung.",
    "Beleuchtung": "Die Straße wird beleuchtet. Musterleuchten in der Musterstraße. Neue Leuchten.",
    "Fächer": "Schließfächer schließen sich von selbst. Der Gehsteig ist frei, Gehen auch.",
    "Verleih": "Ausleihen kann jede*r. Es steht in der Sonderausgabe.",
    "Werkraum": "Die Lötstation ist neu. An der Station am Park gibt es ein Fach.",
}


@pytest.fixture
def texts(site):
    for number, (title, text) in enumerate(TEXTS.items()):
        NewsFactory(parent=site.news, title=title, slug=f"n{number}", introduction=text)
    rebuild()


def found(query: str, language: str = "de") -> dict[str, set[str]]:
    """The words marked in each find."""
    finds = search(query=query, language=language).finds
    pieces = {each.plain_title: f"{each.title} {each.excerpt}" for each in finds}
    return {
        title: {piece.split("</mark>")[0] for piece in html.split("<mark>")[1:]}
        for title, html in pieces.items()
    }


def test_a_part_of_another_word_is_no_find(texts):
    assert found("licht") == {"Wege": {"Wegelicht", "lichtem"}}


@pytest.mark.parametrize(
    ("query", "title", "word"),
    [
        ("Fach", "Fächer", "Schließfächer"),
        ("Fächer", "Fächer", "Schließfächer"),
        ("Weg", "Wege", "Gehweg"),
        ("Straße", "Beleuchtung", "Musterstraße"),
        ("strasse", "Beleuchtung", "Musterstraße"),
        ("Leuchten", "Beleuchtung", "Musterleuchten"),
        ("leuchten", "Beleuchtung", "beleuchtet"),
        ("Beleuchtung", "Beleuchtung", "beleuchtet"),
        ("leihen", "Verleih", "Ausleihen"),
    ],
)
def test_a_part_of_a_compound_is_found(texts, query, title, word):
    assert word in found(query)[title]


@pytest.mark.parametrize(
    ("query", "word"), [("Weg", "Umweg"), ("Weg", "Bewegung"), ("Fach", "einfach")]
)
def test_little_words_before_it_make_another_word(texts, query, word):
    assert word not in set().union(*found(query).values())


def test_an_unknown_compound_is_found_by_its_parts(texts):
    results = search(query="Straßenmusikgenehmigung", language="de")
    assert results.corrected == "Straße"
    assert [find.plain_title for find in results.finds] == ["Beleuchtung"]


def test_a_correction_is_told_as_it_is_written(texts):
    assert search(query="Mustrestraße", language="de").corrected == "Musterstraße"


def test_a_word_with_another_beginning_is_no_typo(texts):
    assert search(query="Leihstation", language="de").corrected == "Station"
    assert search(query="Lötstaton", language="de").corrected == "Lötstation"


def test_a_whole_word_comes_before_the_beginning_of_one_and_that_before_a_part(site):
    for title in ("Parkwächter", "Stadtpark", "Park"):
        NewsFactory(parent=site.news, title=title, introduction="Die Stadt.")
    rebuild()
    assert list(found("park")) == ["Park", "Parkwächter", "Stadtpark"]


def test_in_english_a_known_word_begins_no_other(site):
    for title in ("Lighting", "Lighthouse"):
        news = NewsFactory(parent=site.news, title=title)
        translated(news, "en", slug=title.lower(), title=title)
    rebuild()
    assert list(found("lighting", "en")) == ["Lighting"]
    assert set(found("ligh", "en")) == {"Lighting", "Lighthouse"}
