"""Words in the languages of the site."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext


@pytest.mark.parametrize(("number", "words"), [(1, "%(days)s Tag"), (40, "%(days)s Tage")])
def test_numbers_without_words_of_their_own_are_german_in_easy_language(number, words):
    with translation.override("de-simple"):
        assert ngettext("%(days)s day", "%(days)s days", number) == words


def test_what_is_planned_is_time_or_money():
    with translation.override("de-simple"):
        assert pgettext("time", "Planned") != gettext("Planned")
