"""What waits for the person who signs in."""

import re
from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Workflow

from cms.core import dashboard, language_report
from cms.pages import dashboard as pages_dashboard
from tests.factories.pages import ContentFactory
from tests.factories.people import EnquiryFactory, UserFactory
from tests.factories.site import translated


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
    assert texts(dashboard.drafts, request_of(admin)) == ["Entwurf: Entwurf"]
    assert texts(dashboard.drafts, request_of(UserFactory())) == []


@pytest.fixture
def handed_in(site):
    """A page that an editor has handed in for approval."""
    page = ContentFactory(parent=site.home, title="Fertig")
    page.owner = UserFactory(role="Editors")
    page.save_revision(user=page.owner)
    Workflow.objects.get().start(page, page.owner)
    return page


def test_what_i_have_handed_in_waits_for_those_who_approve(handed_in, request_of, client):
    assert texts(dashboard.drafts, request_of(handed_in.owner)) == []
    assert texts(dashboard.approvals, request_of(handed_in.owner)) == []
    moderator = UserFactory(role="Moderators")
    (item,) = dashboard.approvals(request_of(moderator))
    assert item.text == "1 Seite wartet auf Ihre Freigabe"
    client.force_login(moderator)
    assert "Fertig" in client.get(item.url).content.decode()


def test_a_page_handed_back_waits_for_me_again(handed_in, request_of):
    handed_in.current_workflow_state.current_task_state.reject(user=UserFactory(role="Moderators"))
    assert texts(dashboard.drafts, request_of(handed_in.owner)) == ["Entwurf: Fertig"]


def test_what_others_wait_for_comes_first(handed_in, request_of):
    EnquiryFactory(kind="barrier")
    request = request_of(UserFactory(role="Moderators"))
    items = dashboard.WaitingPanel().get_context_data({"request": request})["items"]
    assert [item.text for item in items[:2]] == [
        "1 Seite wartet auf Ihre Freigabe",
        "1 gemeldete Barriere",
    ]
    assert len(items) > 2
    assert not any(item.urgent for item in items[2:])


def test_nothing_to_do_claims_nothing_about_the_pages(client, site):
    client.force_login(UserFactory(role="Project leads"))
    assert "Für Sie ist gerade nichts zu tun." in client.get("/admin/").content.decode()


def test_every_draft_is_one_press_away_the_newest_first(site, admin, request_of):
    pages = [ContentFactory(parent=site.home, title=title) for title in ("Eins", "Zwei")]
    for page in pages:
        page.save_revision(user=admin)
    urls = [item.url for item in dashboard.drafts(request_of(admin))]
    assert urls == [f"/admin/pages/{page.pk}/edit/" for page in reversed(pages)]


@pytest.mark.parametrize(
    ("number", "said"), [(5, []), (6, ["1 weiterer Entwurf"]), (7, ["2 weitere Entwürfe"])]
)
def test_more_drafts_than_five_are_counted(site, client, admin, request_of, number, said):
    for _draft in range(number):
        ContentFactory(parent=site.home).save_revision(user=admin)
    items = list(dashboard.drafts(request_of(admin)))
    assert [item.text for item in items[5:]] == [f"{text} von Ihnen" for text in said]
    client.force_login(admin)
    assert client.get(items[-1].url).status_code == 200


@pytest.mark.parametrize(("days", "due"), [(-1, True), (0, True), (1, False)])
def test_a_page_waits_from_its_review_date_on(site, admin, request_of, days, due):
    day: date = timezone.localdate() + timedelta(days=days)
    ContentFactory(parent=site.home, title="Impressum", review_on=day)
    found = [text for text in texts(dashboard.reviews, request_of(admin)) if "Impressum" in text]
    assert bool(found) is due


def test_missing_languages_wait_for_those_who_write(site, admin, request_of):
    before = texts(dashboard.translations, request_of(admin))
    ContentFactory(parent=site.home, title="Nur Deutsch")
    after = texts(dashboard.translations, request_of(UserFactory(role="Editors")))
    assert after != before
    assert re.fullmatch(r"Leichte Sprache: \d+ Seiten fehlen", after[-1])
    for line in (dashboard.translations, dashboard.reviews):
        assert texts(line, request_of(UserFactory())) == []


def test_an_older_text_waits_on_a_line_of_its_own(site, admin, request_of):
    page = ContentFactory(parent=site.home, title="Über uns")
    twin = translated(page, "en", title="About", slug="about")
    twin.save()
    page.title = "Wir über uns"
    page.save()
    lines = texts(dashboard.translations, request_of(admin))
    assert "English: 1 Seite ist älter als die deutsche" in lines


def test_nothing_is_said_of_a_language_that_is_complete(site, admin, request_of, monkeypatch):
    monkeypatch.setattr(language_report, "report", list)
    assert texts(dashboard.translations, request_of(admin)) == []


def test_reported_barriers_wait_for_those_who_answer_messages(db, admin, request_of):
    EnquiryFactory(kind="barrier")
    EnquiryFactory()
    EnquiryFactory(state="answered")
    found = list(pages_dashboard.messages(request_of(admin)))
    assert ["kind=barrier" in item.url for item in found] == [True, False]
    assert texts(pages_dashboard.messages, request_of(UserFactory(role="Editors"))) == []


def test_editors_see_where_barriers_were_reported_and_not_by_whom(site, client, admin, request_of):
    EnquiryFactory(kind="barrier", address="/programm/", message="Ich bin Erika.")
    EnquiryFactory(kind="barrier", address="/suche/", state="answered")
    EnquiryFactory(kind="barrier", address="")
    client.force_login(UserFactory(role="Editors"))
    shown = client.get("/admin/").content.decode()
    assert "Gemeldete Barriere: /programm/" in shown
    assert shown.count("Gemeldete Barriere: ") == 1
    assert "Erika" not in shown
    for other in (admin, UserFactory(), UserFactory(role="Project leads")):
        assert texts(pages_dashboard.barriers, request_of(other)) == []
