"""Which texts are missing or older than the German ones."""

import pytest
from django.urls import reverse

from cms.core import language_report
from cms.pages.models import ContentPage
from tests.factories.pages import ContentFactory
from tests.factories.people import UserFactory
from tests.factories.site import translated


@pytest.fixture
def page(site):
    original = ContentFactory(parent=site.home, title="Was ist eine Smart City?", slug="smart-city")
    original.save_revision().publish()
    return original


def change(page: ContentPage, **words) -> ContentPage:
    draft = ContentPage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)


def section(title: str) -> language_report.Section:
    return next(found for found in language_report.report() if found.title == title)


def coverage(title: str, code: str) -> language_report.Coverage:
    return next(part for part in section(title).coverage if part.language == code)


def test_a_page_without_a_twin_is_missing(page):
    english = coverage(page.title, "en")
    assert [row.title for row in english.missing] == [page.title]
    assert (english.total, english.current, english.percent) == (1, 0, 0)


def test_a_translated_page_is_current(page):
    translated(page, "en", title="What is a smart city?")
    assert coverage(page.title, "en").percent == 100


def test_a_text_is_older_once_the_german_words_have_changed(page):
    english = translated(page, "en", title="What is a smart city?")
    change(page, introduction="Neu erklärt.")
    part = coverage(page.title, "en")
    assert [row.pk for row in part.stale] == [english.pk]
    assert ContentPage.objects.get(pk=english.pk).is_older_than_original


def test_publishing_without_new_words_makes_no_text_older(page):
    english = translated(page, "en", title="What is a smart city?")
    change(page, show_in_menus=True)
    assert not ContentPage.objects.get(pk=english.pk).is_older_than_original
    assert coverage(page.title, "en").stale == []


def test_a_text_brought_up_to_date_is_current_again(page):
    english = translated(page, "en", title="What is a smart city?")
    change(page, introduction="Neu erklärt.")
    assert not change(english, introduction="Explained anew.").is_older_than_original


def test_a_text_that_is_published_as_it_is_counts_as_looked_through(page):
    english = translated(page, "en", title="What is a smart city?")
    change(page, introduction="Neu erklärt.")
    ContentPage.objects.get(pk=english.pk).save()
    assert ContentPage.objects.get(pk=english.pk).is_older_than_original
    assert not change(english).is_older_than_original
    assert coverage(page.title, "en").percent == 100


def test_the_original_is_never_older_than_itself(page):
    assert not change(page, introduction="Neu erklärt.").is_older_than_original


def test_the_public_page_says_that_it_is_older(page, client):
    english = translated(page, "en", title="What is a smart city?")
    assert b"older-notice" not in client.get(english.url).content
    change(page, introduction="Neu erklärt.")
    assert b"older-notice" in client.get(english.url).content


def test_shares_are_rounded_down_so_that_all_means_all():
    part = language_report.Coverage("en", total=300, missing=[object()])
    assert part.percent == 99


def test_an_empty_section_lacks_nothing():
    assert language_report.Coverage("en").percent == 100


def test_the_report_is_for_people_who_may_enter_the_admin(page, client):
    address = reverse("language_report")
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(admin=True))
    answer = client.get(address)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert page.title in words
    assert "Sprachen" in words.partition("</title>")[0]
