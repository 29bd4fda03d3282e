"""Which tags a page depends on."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from cms.core.models import Contact, CustomImage, Menu, PageChange, SiteSettings
from cms.core.page_cache import reads, tags
from cms.core.page_cache.memory import EVERYTHING
from cms.pages.models import Enquiry, HomePage, NewsPage
from cms.programme.models import Guideline, Milestone, ProjectPage
from cms.users.models import User

pytestmark = pytest.mark.django_db


def test_the_tables_of_a_statement_are_what_is_depended_on():
    with reads.recording() as read:
        list(Guideline.objects.filter(locale__language_code="de"))
    assert read.tags == {"table:programme_guideline", EVERYTHING}
    assert read.is_complete


def test_rows_of_a_page_count_as_their_page_type():
    with reads.recording() as read:
        list(Milestone.objects.all())
    assert read.tags == {"table:programme_projectpage"}


def test_subqueries_count_too():
    with reads.recording() as read:
        list(Page.objects.filter(pk__in=NewsPage.objects.values("pk")))
    assert "table:pages_newspage" in read.tags


def test_a_page_fetched_by_its_number_is_no_list():
    with reads.recording() as read:
        HomePage.objects.filter(pk=1).first()
        list(HomePage.objects.filter(page_ptr_id=1)[:21])
    assert read.tags <= {"table:pages_homepage"}


def test_what_nobody_watches_is_not_kept():
    with reads.recording() as read:
        list(Group.objects.all())
    assert not read.is_complete


def test_a_recording_within_another_counts_for_both():
    with reads.recording() as outer:
        with reads.recording() as inner:
            list(Contact.objects.all())
        list(Guideline.objects.all())
    assert inner.tags == {"table:core_contact"}
    assert outer.tags == {"table:core_contact", "table:programme_guideline"}


def test_nothing_is_noted_outside_a_recording():
    reads.note(reads.Reads())
    list(Contact.objects.all())


@pytest.mark.parametrize(
    ("model", "tag"),
    [
        (Menu, EVERYTHING),
        (SiteSettings, EVERYTHING),
        (ProjectPage, "table:programme_projectpage"),
        (Milestone, "table:programme_projectpage"),
        (CustomImage, "table:core_customimage"),
        (Enquiry, "table:pages_enquiry"),
        (PageChange, None),
        (User, None),
        (Group, None),
    ],
)
def test_what_a_model_stands_for(model, tag):
    assert tags.tag_of_model(model) == tag


def test_another_floor_can_have_its_models_watched(monkeypatch):
    monkeypatch.setattr(tags, "_watched", set())
    try:
        assert tags.watch(Group) is Group
        assert tags.tag_of_model(Group) == "table:auth_group"
    finally:
        tags._watched.clear()
        tags.tag_of_model.cache_clear()
        tags.tags_by_table.cache_clear()
