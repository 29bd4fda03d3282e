"""The comparison of two texts can be read, loses nothing and stays quick."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.ideas.worddiff import GONE, NEW, SAME, compare

TEXTS = st.text(alphabet="ab .\n", max_size=60)


def runs(before, after):
    return [(piece.kind, piece.text) for piece in compare(before, after)]


@given(TEXTS, TEXTS)
def test_leaving_out_what_came_gives_the_text_before_and_the_other_way_round(before, after):
    pieces = compare(before, after)
    new = "".join(piece.text for piece in pieces if piece.kind != GONE)
    assert new == after
    gone = "".join(piece.text for piece in pieces if piece.kind != NEW)
    assert gone.split() == before.split()


def test_whole_words_are_compared():
    assert runs("Im Park fehlen alte Bänke.", "Im Park fehlen neue Bänke.") == [
        (SAME, "Im Park fehlen "),
        (GONE, "alte"),
        (NEW, "neue"),
        (SAME, " Bänke."),
    ]


def test_lone_words_between_changes_do_not_tear_them_apart():
    assert runs(
        "Wir wollen rote und große Tische haben.", "Wir wollen blaue und kleine Tische haben."
    ) == [
        (SAME, "Wir wollen "),
        (GONE, "rote und große"),
        (NEW, "blaue und kleine"),
        (SAME, " Tische haben."),
    ]


def test_texts_that_are_the_same_have_one_run():
    assert runs("Bänke", "Bänke") == [(SAME, "Bänke")]
    assert runs("", "") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 5000, "a b " * 2500),
        ("a. " * 3300, "a. b. " * 1600),
        (" ".join(map(str, range(2000)))[:10_000], " ".join(map(str, range(1, 4000, 2)))[:10_000]),
        ("\n" * 10000, " " * 10000),
    ],
)
def test_a_hostile_text_does_not_keep_the_server_busy(before, after):
    start = time.process_time()
    assert "".join(piece.text for piece in compare(before, after) if piece.kind != GONE) == after
    assert time.process_time() - start < 3
