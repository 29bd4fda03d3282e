"""Words in the languages of the site."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext


@pytest.mark.parametrize(("number", "words"), [(1, "%(days)s Tag"), (40, "%(days)s Tage")])
def test_numbers_without_words_of_their_own_are_german_in_easy_language(number, words):
    with translation.override("de-simple"):
        assert ngettext("%(days)s day", "%(days)s days", number) == words


def test_what_is_planned_is_time_or_money():
    with translation.override("de-simple"):
        assert pgettext("time", "Planned") != gettext("Planned")


def catalogue(locale: str) -> dict:
    """The city's own words by text and context; plurals are left out."""
    path = Path(settings.BASE_DIR, "locale", locale, "LC_MESSAGES", "django.po")
    with path.open("rb") as file:
        texts = [each for each in read_po(file) if each.id and isinstance(each.id, str)]
    return {(each.context, each.id): each.string for each in texts}


def test_gaps_of_easy_language_have_the_citys_german_words_not_those_of_a_library():
    german, easy = catalogue("de"), catalogue("de_Simple")
    gaps = [key for key, words in easy.items() if not words]
    with translation.override("de-simple"):
        shown = {key: pgettext(*key) if key[0] else gettext(key[1]) for key in gaps}
    assert {key: words for key, words in shown.items() if words != german[key]} == {}
