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
    html = texts.marked(text, folded).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in html
    assert ">" not in html


def test_what_was_found_is_marked_in_every_form():
    marked = str(texts.marked("Digitale Schließfächer <im> Park", ["schliessfach", "park"]))
    assert marked == ("Digitale <mark>Schließfächer</mark> &lt;im&gt; <mark>Park</mark>")
    assert "<mark>Leuchtturmprojekte" in texts.marked("neun Leuchtturmprojekte", ["projekt"])
    assert "<mark>Projekt<" in texts.marked("Das Projekt", ["projekten"])
    assert "<mark>" not in texts.marked("Die Kita", ["it"])


def test_the_excerpt_is_around_the_first_word_found():
    text = "Anfang. " + "Füllwort " * 100 + "Hier stehen Schließfächer. " + "Danach " * 100
    excerpt = str(texts.excerpt(text, ["schliessfaecher"]))
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "<mark>Schließfächer</mark>" in excerpt
    assert texts.excerpt("Kurz.", ["nichts"]) == "Kurz."


def test_the_vocabulary_has_folded_words_without_numbers():
    assert texts.vocabulary("Ja, 2026 schöne Fächer!") == {"schoene", "faecher"}
