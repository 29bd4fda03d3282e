"""What a search has found is kept in memory until the index changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.models import SearchEntry
from cms.core.search.queries import search, suggest
from tests.factories.files import DocumentFactory
from tests.factories.pages import ContentFactory


def titles(query: str, **options: object) -> list[str]:
    return [find.plain_title for find in search(query=query, language="de", **options).finds]


def looks_into_the_index(look: object, *arguments: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        look(*arguments)
    return sum("core_search" in query["sql"] for query in captured)


def test_the_index_is_asked_once_for_the_same_words(found, page_cache):
    assert looks_into_the_index(titles, "Wunshliste") > 1
    assert looks_into_the_index(titles, "wunshliste ") == 0
    assert titles("Wunshliste") == ["Über uns"]


def test_other_words_sections_and_pages_are_other_searches(found, page_cache):
    assert titles("Rathaus") == ["Ideenwerkstatt"]
    assert titles("Rathaus", section="documents") == []
    assert titles("Rathaus", page=2) == []
    assert search(query="Rathaus", language="en").finds == []
    assert titles("Rathaus") == ["Ideenwerkstatt"]


@pytest.mark.parametrize("look", [titles, lambda query: suggest(query=query, language="de")])
def test_what_is_new_in_the_index_is_found_at_once(site, found, page_cache, look):
    before = look("Rathaus")
    ContentFactory(parent=site.home, title="Rathaus Norderstedt").save_revision().publish()
    assert len(look("Rathaus")) == len(before) + 1


def test_what_left_the_index_is_found_no_more(found, page_cache):
    document = DocumentFactory(title="Rathausplan")
    assert titles("Rathausplan") == ["Rathausplan"]
    document.delete()
    assert not SearchEntry.objects.filter(title="Rathausplan").exists()
    assert titles("Rathausplan") == []


def test_what_is_closed_meanwhile_is_shown_to_nobody(site, found, page_cache):
    page = ContentFactory(parent=site.home, title="Rathaus Norderstedt")
    page.save_revision().publish()
    assert "Rathaus Norderstedt" in titles("Rathaus")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "Rathaus Norderstedt" not in titles("Rathaus")


def test_searches_push_no_pages_out(found, page_cache):
    for number in range(20):
        titles(f"Rathaus {number}")
    assert len(page_cache.searches) == 20
    assert len(page_cache.parts) == 0
