"""A page in Leichte Sprache is edited by hand: its words are kept, the facts left alone."""

import tomllib
from types import SimpleNamespace

import pytest
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core.demo import publishing
from cms.core.demo.publishing import PageContent
from cms.programme import queries
from cms.programme.demo.rows import FOLDER
from cms.programme.models import FirstStep, ProjectCarrier, RoadmapPage
from tests.factories.pages import EventFactory, at
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    GroupFactory,
    MeetingFactory,
    MilestoneFactory,
    ProjectFactory,
    ScoreFactory,
    UpdateFactory,
    budget,
    matrix,
    roadmap,
)
from tests.factories.site import translated

FORM = {
    "introduction": "Kurz.", "body": streamfield([]), "action-publish": "Publish",
    "comments": inline_formset([]),
}  # fmt: skip


@pytest.fixture
def project(site):
    return ProjectFactory(
        parent=site.projects, title="Schließfächer", stage="concept", kind="lighthouse", order=3
    )


def publish(browser, page, **words):
    fields = FORM | {"title": "Einfach", "slug": page.slug} | words
    answer = browser.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return type(page).objects.get(pk=page.pk)


def test_a_project_s_words_and_those_of_its_rows(project, admin):
    score = ScoreFactory(page=project)
    milestone = MilestoneFactory(page=project, title="Erster Container steht")
    line = BudgetLineFactory(page=project)
    ProjectCarrier.objects.create(page=project, carrier=CarrierFactory())
    twin = translated(project, "de-simple", slug="boxen")
    own = {name: getattr(twin, name).get().pk for name in ("scores", "milestones")}
    rows = {name: inline_formset([], initial=0) for name in ("documents", "permits", "partners")}
    page = publish(
        admin, twin, mvp_note="", **rows,
        scores=inline_formset([{"id": own["scores"], "reason": "Gut für alle."}], initial=1),
        milestones=inline_formset(
            [{"id": own["milestones"], "title": "Los!", "note": "", "DELETE": "on"}], initial=1
        ),
        budget_lines=inline_formset(
            [{"id": twin.budget_lines.get().pk, "note": "Viel Geld"}], initial=1
        ),
        stage="stopped", kind="project", order="9", mvp_possible="no",
    )  # fmt: skip
    assert (page.title, page.live, page.has_unpublished_changes) == ("Einfach", True, False)
    assert (page.stage, page.kind, page.order) == ("concept", "lighthouse", 3)
    assert page.mvp_possible == "open"
    assert [link.carrier for link in page.carrier_links.all()] == [CarrierFactory()]
    (shown,) = page.rows("scores")
    assert (shown.reason, shown.score) == ("Gut für alle.", score.score)
    (shown,) = page.rows("milestones")
    assert (shown.title, shown.planned) == ("Los!", milestone.planned)
    (shown,) = page.rows("budget_lines")
    assert (shown.note, shown.planned_cents) == ("Viel Geld", line.planned_cents)


def test_a_group_s_words_and_those_of_its_meetings(site, admin):
    group = GroupFactory(parent=site.groups, open_call=True)
    meeting = MeetingFactory(page=group)
    twin = translated(group, "de-simple", slug="gruppe")
    row = {"id": twin.meetings.get().pk, "title": "Treffen", "place": "Haus", "note": ""}
    rows = {name: inline_formset([]) for name in ("topics", "members")}
    page = publish(
        admin, twin, open_call_text="Wer?", **rows, meetings=inline_formset([row], initial=1)
    )
    assert (page.title, page.open_call_text, page.open_call) == ("Einfach", "Wer?", True)
    (shown,) = page.rows("meetings")
    assert (shown.title, shown.place, shown.start) == ("Treffen", "Haus", meeting.start)


def test_an_update_s_words(project, admin):
    update = UpdateFactory(parent=project, new_stage="concept")
    twin = translated(update, "de-simple", slug="neues")
    page = publish(admin, twin, next_milestone="Bald", date="2020-01-01", new_stage="idea")
    assert (page.title, page.next_milestone) == ("Einfach", "Bald")
    assert (page.date, page.new_stage) == (update.date, "concept")


def test_no_row_is_added(project, admin):
    twin = translated(project, "de-simple", slug="boxen")
    new = {"reason": "Neu", "criterion": "time", "score": "3"}
    fields = FORM | {"title": "Einfach", "slug": "boxen", "scores": inline_formset([new])}
    answer = admin.post(f"/admin/pages/{twin.pk}/edit/", nested_form_data(fields))
    assert answer.context["form"].formsets["scores"].non_form_errors()


def test_the_form_shows_words_only(project, admin):
    ScoreFactory(page=project)
    twin = translated(project, "de-simple", slug="boxen")
    form = admin.get(f"/admin/pages/{twin.pk}/edit/").content.decode()
    assert 'name="scores-0-reason"' in form
    for fact in ("mvp_possible", "scores-0-score", "scores-0-ORDER", "carrier_links"):
        assert f'name="{fact}' not in form


def test_two_versions_can_be_compared(project, admin):
    ScoreFactory(page=project)
    twin = translated(project, "de-simple", slug="boxen")
    first, second = (twin.save_revision(changed=True).pk for _version in range(2))
    address = f"/admin/pages/{twin.pk}/revisions/compare/{first}...{second}/"
    assert admin.get(address).status_code == 200


def test_a_page_without_an_original_keeps_its_facts_in_the_form(project, admin):
    twin = translated(project, "de-simple", slug="boxen")
    project.delete()
    assert 'name="stage"' in admin.get(f"/admin/pages/{twin.pk}/edit/").content.decode()


def test_an_event_s_words(site, admin):
    event = EventFactory(parent=site.events, address="Markt 1", start=at(2026, 7, 1))
    twin = translated(event, "de-simple", slug="fest")
    page = publish(admin, twin, place_name="Im Rathaus", address="Woanders")
    assert (page.place_name, page.address, page.start) == ("Im Rathaus", "Markt 1", event.start)


@pytest.mark.parametrize("make", [matrix, roadmap, budget])
def test_a_list_of_a_part_says_so_and_leads_to_the_whole_one(site, client, make):
    german = make(site)
    easy = translated(german, "de-simple", slug="einfach")
    page = client.get(easy.url).content.decode()
    assert f'href="{german.url}"' in page.split("</header>")[1]
    assert "normaler Sprache" in page
    assert "normaler Sprache" not in client.get(german.url).content.decode()


def test_the_demos_first_steps_have_their_own_words(site):
    page = roadmap(site)
    translated(site.programme, "de-simple", slug="programm")
    step = FirstStep(page=page, locale=page.locale, title="Steuerungskreis festlegen")
    step.save()
    twin = FirstStep(translation_key=step.translation_key, title="Wer entscheidet was?")
    places = SimpleNamespace(locales={"de-simple": Locale.objects.get(language_code="de-simple")})
    data = {"key": "plan", "de-simple": {"title": "Unser Plan"}}
    content = PageContent(RoadmapPage, data, places, rows=lambda _code: {"first_steps": [twin]})
    publishing._publish_easy_language(page, content)
    easy = RoadmapPage.objects.get(locale__language_code="de-simple")
    assert [row.title for row in queries.first_step_rows(easy)] == ["Wer entscheidet was?"]


def test_the_plan_explains_the_words_that_it_uses():
    for name, hard in (("roadmap", ("Quartal", "Meilenstein")), ("matrix", ("Komplex", "Vision"))):
        easy = tomllib.loads((FOLDER / "plan" / f"{name}.toml").read_text())["de-simple"]
        assert not any(word in str(easy) for word in hard)
