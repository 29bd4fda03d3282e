"""What waits for the person who signs in."""

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cms.core import dashboard
from cms.pages import dashboard as pages_dashboard
from tests.factories.pages import ContentFactory
from tests.factories.people import EnquiryFactory, UserFactory


@pytest.fixture
def request_of():
    def request(user):
        made = RequestFactory().get("/admin/")
        made.user = user
        return made

    return request


@pytest.fixture
def admin(db):
    return UserFactory(admin=True)


def texts(source, request) -> list[str]:
    return [item.text for item in source(request)]


def test_my_drafts_wait_for_me_and_nobody_else(site, admin, request_of):
    page = ContentFactory(parent=site.home, title="Entwurf")
    page.save_revision(user=admin)
    assert len(texts(dashboard.drafts, request_of(admin))) == 1
    assert texts(dashboard.drafts, request_of(UserFactory())) == []


def test_one_draft_is_one_press_away_and_several_are_a_list(site, admin, request_of):
    first, second = (ContentFactory(parent=site.home, title=title) for title in ("Eins", "Zwei"))
    first.save_revision(user=admin)
    assert str(first.pk) in next(dashboard.drafts(request_of(admin))).url
    second.save_revision(user=admin)
    assert "aging-pages" in next(dashboard.drafts(request_of(admin))).url


@pytest.mark.parametrize(("days", "due"), [(-1, True), (0, True), (1, False)])
def test_a_page_waits_from_its_review_date_on(site, admin, request_of, days, due):
    day: date = timezone.localdate() + timedelta(days=days)
    ContentFactory(parent=site.home, title="Impressum", review_on=day)
    found = [text for text in texts(dashboard.reviews, request_of(admin)) if "Impressum" in text]
    assert bool(found) is due


def test_missing_languages_wait_for_those_who_may_publish(site, admin, request_of):
    ContentFactory(parent=site.home, title="Nur Deutsch")
    assert texts(dashboard.translations, request_of(admin))
    assert texts(dashboard.translations, request_of(UserFactory())) == []
    assert texts(dashboard.reviews, request_of(UserFactory())) == []


def test_reported_barriers_wait_for_those_who_answer_messages(db, admin, request_of):
    EnquiryFactory(kind="barrier")
    EnquiryFactory()
    EnquiryFactory(state="answered")
    found = list(pages_dashboard.messages(request_of(admin)))
    assert ["kind=barrier" in item.url for item in found] == [True, False]
    assert texts(pages_dashboard.messages, request_of(UserFactory(role="Editors"))) == []
