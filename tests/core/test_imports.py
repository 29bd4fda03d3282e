"""Much content at once, indexed when it is all there."""

import pytest
from django.db.models.signals import post_save
from wagtail.models import Page, ReferenceIndex

from cms.core.imports import at_once
from cms.core.models import PageChange, SearchEntry
from cms.pages.models import NewsPage
from tests.factories.pages import ContentFactory, NewsFactory


def add_news(site) -> NewsPage:
    news = NewsFactory(parent=site.news, title="Lastenrad", slug="lastenrad", live=False)
    news.save_revision().publish()
    return news


def test_what_was_saved_can_be_found_afterwards_and_not_before(site):
    titles = []
    with at_once(titles.append):
        add_news(site)
        assert not SearchEntry.objects.filter(title="Lastenrad").exists()
    assert SearchEntry.objects.filter(title="Lastenrad").exists()
    assert list(Page.objects.search("Lastenrad"))
    assert titles == ["References between pages", "Search"]


def test_who_mentions_whom_is_known_afterwards(site):
    with at_once():
        news = add_news(site)
        text = f'<p><a linktype="page" id="{news.pk}">x</a></p>'
        ContentFactory(parent=site.home, slug="hin", body=[("text", text)])
    assert ReferenceIndex.get_references_to(news).exists()


def test_other_processes_forget_everything_once(site):
    PageChange.objects.all().delete()
    with at_once():
        add_news(site)
        assert not PageChange.objects.exists()
    assert PageChange.objects.get().tags == ["everything"]


def fail_at_once() -> None:
    with at_once():
        raise RuntimeError


def test_saves_after_a_failed_import_are_indexed_as_ever(site):
    before = len(post_save.receivers)
    with pytest.raises(RuntimeError):
        fail_at_once()
    assert len(post_save.receivers) == before
    add_news(site)
    assert SearchEntry.objects.filter(title="Lastenrad").exists()
