"""Papers that are printed: what they are made of, and what they cannot reach."""

from datetime import date

import pytest

from cms.core import papers

PLAIN = '#let data = json("data.json")\n#set document(title: data.title)\n= #data.title\n'


@pytest.fixture
def layout(tmp_path):
    path = tmp_path / "layout.typ"
    path.write_text(PLAIN)
    return path


def test_the_same_words_of_a_day_are_the_same_bytes(layout):
    first, again = (
        papers.pdf(layout, {"title": "Beleg"}, made_on=date(2026, 3, 4)) for _ in range(2)
    )
    assert first == again
    assert first.startswith(b"%PDF-")


def test_words_are_never_read_as_commands(layout):
    typed = '#read("/etc/passwd") *fett* $x$'
    assert papers.pdf(layout, {"title": typed}).startswith(b"%PDF-")


def test_a_layout_reads_nothing_from_the_disk(layout):
    (layout.parent / "secret.txt").write_text("geheim")
    layout.write_text(PLAIN + '#read("secret.txt")')
    with pytest.raises(Exception, match="file not found"):
        papers.pdf(layout, {"title": "Beleg"})


def test_parts_are_imported_by_their_names(layout):
    part = layout.parent / "part.typ"
    part.write_text("#let said = [Gruß]")
    layout.write_text('#import "part.typ": said\n' + PLAIN + "#said")
    assert papers.pdf(layout, {"title": "Beleg"}, parts=[part]).startswith(b"%PDF-")


@pytest.mark.parametrize(("language", "told"), [("de-simple", "de"), ("de", "de"), ("en", "en")])
def test_screen_readers_are_told_a_language_that_they_know(language, told):
    assert papers.language_of(language) == told


def test_a_code_says_what_it_is():
    drawn = papers.qr_svg("https://example.org/", border=4, title="Ein Wunsch")
    assert drawn.startswith("<?xml")
    assert "<title>Ein Wunsch</title>" in drawn
