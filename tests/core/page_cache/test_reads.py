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
    monkeypatch.setattr(tags, "_watched", {})
    try:
        assert tags.watch(Group) is Group
        assert tags.tag_of_model(Group) == "table:auth_group"
    finally:
        forget_what_is_watched()


def forget_what_is_watched():
    tags._watched.clear()
    for known in (tags.tag_of_model, tags.tags_by_table, tags._columns_by_table):
        known.cache_clear()


@pytest.fixture
def groups_with_a_name_apart(monkeypatch):
    """A model of which one column changes apart from the others."""
    monkeypatch.setattr(tags, "_watched", {})
    tags.watch(Group, apart=["name"])
    yield
    forget_what_is_watched()


def test_a_column_apart_is_depended_on_where_it_is_read(groups_with_a_name_apart):
    with reads.recording() as without:
        list(Group.objects.order_by("pk").values_list("pk"))
    with reads.recording() as read:
        list(Group.objects.order_by("pk"))
        apart = set(read.tags)
        read.of_rows(Group, [7])
    assert without.tags == {"table:auth_group"}
    assert apart == {"table:auth_group", "column:auth_group.name"}
    assert read.tags == {"table:auth_group", "row:auth_group:7"}


def test_a_column_apart_that_is_saved_by_itself_touches_its_readers_alone(
    groups_with_a_name_apart, monkeypatch
):
    touched = []
    monkeypatch.setattr("cms.core.page_cache.signals.touch", touched.append)
    group = Group.objects.create(name="x")
    group.save(update_fields=["name"])
    assert touched == [
        {"table:auth_group"},
        {"column:auth_group.name", f"row:auth_group:{group.pk}"},
    ]


def test_a_version_stands_for_tables_that_nobody_watches():
    tables = frozenset({"auth_group"})
    with reads.recording() as whole, reads.recording(tables) as part:
        list(Group.objects.all())
        list(Guideline.objects.all())
    assert part.is_complete
    assert part.tags == {"table:programme_guideline"}
    assert not whole.is_complete  # which has no version


def test_a_whole_with_the_same_version_is_kept_with_its_parts():
    tables = frozenset({"auth_group"})
    with reads.recording(tables) as whole, reads.recording(tables):
        list(Group.objects.all())
    assert whole.is_complete
