"""Words taken apart, folded and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.search import texts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Schließfächer", "schliessfaecher"),
        ("Öffentlich ÜBER", "oeffentlich ueber"),
        ("Café Łódź", "cafe lodz"),
        ("u\u0308ber", "ueber"),
    ],
)
def test_umlauts_accents_and_case_are_folded(text, folded):
    assert texts.fold(text) == folded


def test_the_words_of_a_search_are_few_short_and_each_once():
    assert texts.words("Park, Park & 'Licht'; -- 5 %_") == ["park", "licht", "5"]
    assert len(texts.words(" ".join(f"wort{number}" for number in range(50)))) == texts.MOST_WORDS
    assert texts.words("x" * 5000) == ["x" * texts.LONGEST_WORD]
    assert texts.words("!?/\\*") == []


@given(st.text())
def test_no_text_breaks_the_words(text):
    for word in texts.words(text):
        assert word.isalnum()
        assert "'" not in word
        assert "\x00" not in word


@given(st.text(), st.lists(st.text(alphabet="abcäß<>&", min_size=1), max_size=3))
def test_marking_only_adds_marks_and_escapes(text, terms):
    folded = [texts.fold(term) for term in terms if term.strip("<>&")]
    html = texts.Marker(folded).marked(text).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in html
    assert ">" not in html


def test_what_was_found_is_marked_in_every_form():
    marked = texts.Marker(["schliessfach", "park"]).marked("Digitale Schließfächer <im> Park")
    assert marked == "Digitale <mark>Schließfächer</mark> &lt;im&gt; <mark>Park</mark>"
    assert "<mark>" not in texts.Marker(["it"]).marked("Die Kita")
    assert "<mark>IT<" in texts.Marker(["it"]).marked("Die IT")


def test_a_part_of_a_word_is_marked_only_where_it_was_found():
    marker = texts.Marker(["licht"], {"wegelicht"})
    marked = marker.marked("Wegelicht, veröffentlicht")
    assert marked == "<mark>Wegelicht</mark>, veröffentlicht"


def test_the_excerpt_is_around_the_first_word_found():
    text = "Anfang. " + "Füllwort " * 100 + "Hier stehen Schließfächer. " + "Danach " * 100
    excerpt = str(texts.Marker(["schliessfaecher"]).excerpt(text))
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "<mark>Schließfächer</mark>" in excerpt
    assert texts.Marker(["nichts"]).excerpt("Kurz.") == "Kurz."


def test_the_vocabulary_has_words_as_written_by_both_ways_to_fold_them():
    assert texts.vocabulary("Ja, 2026 schöne Fächer!") == {
        "schoene": "schöne",
        "schone": "schöne",
        "faecher": "Fächer",
        "facher": "Fächer",
    }
