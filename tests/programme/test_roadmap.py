"""The roadmap: rows in the order of the work plan, filters, list, calendar."""

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.programme import quarters
from cms.programme.models import FirstStep, ProjectCarrier, ProjectGuideline
from tests.factories.programme import (
    CarrierFactory,
    FirstStepFactory,
    GroupFactory,
    GuidelineFactory,
    MilestoneFactory,
    ProjectFactory,
    roadmap,
)
from tests.factories.site import translated

ADDRESS = "/programm/roadmap/"


@pytest.fixture
def page(site, time_machine):
    time_machine.move_to("2026-05-15T12:00:00+00:00")
    return roadmap(site)


def project(site, title="Schließfächer", milestones=((2026, 3),), **facts):
    made = ProjectFactory(parent=site.projects, title=title, **facts)
    for year, quarter, *actual in milestones:
        MilestoneFactory(
            page=made, planned_year=year, planned_quarter=quarter,
            actual_year=actual[0] if actual else None, actual_quarter=actual[1] if actual else None,
        )  # fmt: skip
    return made


def sections(client, address=ADDRESS):
    drawn = client.get(address).context["roadmap"]
    return {s.key: [row.title for row in s.rows] for s in drawn.sections} if drawn else {}


def row_of(client, title="Schließfächer"):
    drawn = client.get(ADDRESS).context["roadmap"]
    return next(row for s in drawn.sections for row in s.rows if row.title == title)


def test_rows_stand_in_the_groups_of_the_work_plan(site, page, client):
    FirstStepFactory(page=page)
    project(site, "Leuchtturm zwei", kind="lighthouse", order=2)
    project(site, "Leuchtturm eins", kind="lighthouse", order=1)
    project(site, "Weiteres", order=1)
    GroupFactory(parent=site.groups, title="Daten", actual_start_year=2023, actual_start_quarter=1)
    assert sections(client) == {
        "steps": ["Leitung benennen"],
        "lighthouse": ["Leuchtturm eins", "Leuchtturm zwei"],
        "project": ["Weiteres"],
        "groups": ["Daten"],
    }


def test_a_row_sets_reality_against_the_plan(site, page, client):
    project(
        site,
        stage="implementation",
        milestones=[(2025, 1, 2025, 2), (2025, 4, 2025, 4), (2026, 1), (2027, 2)],
    )
    row = row_of(client)
    assert row.planned_words.startswith("1. Quartal 2025")
    assert row.planned_words.endswith("2. Quartal 2027")
    assert (row.planned.start, row.planned.end) == (2025 * 4, 2027 * 4 + 1)
    assert row.actual.start == 2025 * 4 + 1
    assert row.actual.goes_on
    assert [state for _title, state, _when in row.goals] == ["done_late", "done", "late", "open"]
    assert row.reached in row.summary


@pytest.mark.parametrize("stage", ["completed", "stopped"])
def test_a_project_that_has_ended_ends_with_its_last_milestone(site, page, client, stage):
    project(site, stage=stage, milestones=[(2024, 1, 2024, 1), (2024, 3, 2024, 4)])
    row = row_of(client)
    assert (row.actual.end, row.actual.goes_on) == (2024 * 4 + 3, False)


def test_a_project_without_milestones_has_no_bars(site, page, client):
    project(site, milestones=[])
    project(site, "Anderes")
    row = row_of(client)
    assert (row.planned, row.actual, row.lane.marks) == (None, None, ())
    assert row.planned_words == row.actual_words == row.reached == ""


def test_a_group_goes_on_without_an_end(site, page, client):
    GroupFactory(
        parent=site.groups, title="Daten", planned_start_year=2022, planned_start_quarter=3,
        actual_start_year=2022, actual_start_quarter=4,
    )  # fmt: skip
    GroupFactory(parent=site.groups, title="Ohne Zeit")
    row = row_of(client, "Daten")
    assert row.planned.end is None
    assert row.actual.goes_on
    assert row_of(client, "Ohne Zeit").planned is None


def test_a_first_step_leads_to_the_page_about_it(site, page, client):
    FirstStepFactory(page=page, title="Werben", target=site.contact)
    FirstStepFactory(page=page, title="Ohne Seite", actual_start_year=2022, actual_start_quarter=1)
    assert row_of(client, "Werben").url == "/kontakt/"
    assert row_of(client, "Werben").actual is None
    assert row_of(client, "Ohne Seite").url == ""
    assert row_of(client, "Ohne Seite").actual.goes_on


def test_a_first_step_hides_a_page_that_is_not_published(site, page, client):
    FirstStepFactory(page=page, target=site.contact)
    site.contact.unpublish()
    assert row_of(client, "Leitung benennen").url == ""


def test_today_is_drawn_within_the_years_only(site, page, client, time_machine):
    project(site, milestones=[(2026, 1), (2026, 4)])
    drawn = client.get(ADDRESS).context["roadmap"]
    assert 960 * 4 / 12 < drawn.today < 960 * 5 / 12
    time_machine.move_to("2031-05-15T12:00:00+00:00")
    assert client.get(ADDRESS).context["roadmap"].today is None


def test_the_drawing_says_in_words_what_it_shows(site, page, client):
    project(site, stage="operation")
    html = client.get(ADDRESS).content.decode()
    assert 'role="img"' in html
    assert 'class="stage stage--operation stage--bare"' in html
    assert html.count("/schliessfaecher/") >= 2  # in the drawing and in the list


def test_a_mark_says_its_milestone_under_the_pointer(site, page, client):
    made = project(site, milestones=[])
    MilestoneFactory(page=made, title="Aufbau", planned_year=2026, planned_quarter=3)
    assert "<title>Aufbau (3. Quartal 2026)</title>" in client.get(ADDRESS).content.decode()


def test_the_legend_explains_what_is_drawn_and_nothing_else(site, page, client):
    project(site, "Eins", [(2026, 1, 2026, 2)], stage="operation")
    drawn = client.get(ADDRESS)
    assert drawn.context["roadmap"].legend == {"planned", "running", "done"}
    assert "tatsächlich, in Betrieb oder abgeschlossen" in drawn.content.decode()
    assert "Meilenstein verspätet" not in drawn.content.decode()
    project(site, "Zwei", [(2026, 1), (2025, 4, 2025, 4)], stage="stopped")
    project(site, "Drei", [(2026, 1, 2026, 1), (2027, 4)])
    assert client.get(ADDRESS).context["roadmap"].legend == {
        "planned", "actual", "running", "stopped", "done", "open", "late",
    }  # fmt: skip


@pytest.fixture
def filtered(site, page):
    FirstStepFactory(page=page)
    GroupFactory(parent=site.groups, actual_start_year=2023, actual_start_quarter=1)
    climate = project(site, "Klima")
    ProjectGuideline.objects.create(page=climate, guideline=GuidelineFactory(number=5))
    ProjectCarrier.objects.create(page=climate, carrier=CarrierFactory(key="city"))
    other = project(site, "Teilhabe")
    ProjectGuideline.objects.create(page=other, guideline=GuidelineFactory(number=1))
    ProjectCarrier.objects.create(page=other, carrier=CarrierFactory(key="partner"))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?guideline=5", ["Klima"]),
        ("?carrier=partner", ["Teilhabe"]),
        ("?guideline=5&carrier=city", ["Klima"]),
    ],
)
def test_filters_leave_the_projects_that_match_and_nothing_else(filtered, client, query, titles):
    assert sections(client, ADDRESS + query) == {"project": titles}


def test_a_filter_that_matches_nothing_says_so(filtered, client):
    answer = client.get(f"{ADDRESS}?guideline=5&carrier=partner")
    assert not answer.context["roadmap"]
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?guideline=99", "?carrier=nobody", "?guideline=%00", "?page=x", "?guideline=5'--"],
)
def test_an_unknown_filter_filters_nothing(filtered, client, query):
    assert list(sections(client, ADDRESS + query)) == ["steps", "project", "groups"]


def test_an_empty_roadmap_is_a_page_all_the_same(page, client):
    assert client.get(ADDRESS).status_code == 200


def test_more_projects_than_fit_go_on_the_next_page(site, page, client):
    FirstStepFactory(page=page)
    for number in range(15):
        project(site, f"Projekt {number:02}", order=number)
    assert list(sections(client)) == ["steps", "project"]
    assert sections(client, f"{ADDRESS}?page=2") == {"project": ["Projekt 14"]}


def test_english_rows_have_english_words_and_german_facts(site, page, client):
    FirstStepFactory(page=page, target=site.programme)
    german = project(site, milestones=[(2026, 3, 2026, 1)], stage="idea")
    translated(page, "en", slug="roadmap")
    twin = translated(german, "en", title="Lockers", slug="lockers")
    twin.milestones.update(title="First one stands", planned_year=2020)
    german.stage = "operation"
    german.save()
    step = FirstStep.objects.get(page__locale__language_code="en")
    step.title = "Name the leads"
    step.save()
    drawn = client.get("/en/programme/roadmap/").context["roadmap"]
    first, second = (section.rows[0] for section in drawn.sections)
    assert (first.title, first.url) == ("Name the leads", "/en/programme/")
    assert (second.title, second.stage) == ("Lockers", "operation")
    assert second.goals[0][0] == "First one stands"
    assert second.planned.start == 2026 * 4 + 2


# --- Calendar ---------------------------------------------------------------------------------
def events(answer):
    assert answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_milestones_are_whole_days_at_the_end_of_their_quarter(site, page, client):
    project(site, milestones=[(2026, 3), (2026, 2, 2026, 1)])
    reached, open_one = events(client.get(f"{ADDRESS}meilensteine.ics"))
    assert open_one["DTSTART"].dt.isoformat() == "2026-09-30"
    assert open_one["DTEND"].dt.isoformat() == "2026-10-01"
    assert str(open_one["SUMMARY"]) == "Schließfächer: Erster Container steht"
    assert reached["DTSTART"].dt.isoformat() == "2026-03-31"
    assert open_one["UID"] != reached["UID"]


def test_the_calendar_takes_the_filters_of_the_page(filtered, client):
    address = client.get(f"{ADDRESS}?guideline=5").context["ics_url"]
    assert [str(e["SUMMARY"])[:5] for e in events(client.get(address))] == ["Klima"]


def test_a_project_has_a_calendar_of_its_own(site, page, client):
    made = project(site)
    project(site, "Anderes")
    answer = client.get(f"{made.url}meilensteine.ics")
    assert len(events(answer)) == 1
    assert answer["Content-Disposition"] == 'inline; filename="schliessfaecher.ics"'
    assert client.get(made.url).context["ics_url"] == f"{made.url}meilensteine.ics"


# --- Editing ----------------------------------------------------------------------------------
def test_a_quarter_without_its_year_is_refused_in_words(page):
    step = FirstStepFactory.build(page=page, locale=page.locale, actual_end_quarter=2)
    with pytest.raises(ValidationError) as refusal:
        step.clean()
    assert list(refusal.value.error_dict) == ["actual_end_year"]
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


def test_a_step_cannot_end_before_it_starts(page):
    step = FirstStepFactory.build(page=page, locale=page.locale, planned_end_year=2021)
    with pytest.raises(ValidationError) as refusal:
        step.clean()
    assert list(refusal.value.error_dict) == ["planned_end_quarter"]


def test_a_group_gives_both_parts_of_its_start(site):
    group = GroupFactory(parent=site.groups)
    group.planned_start_year = 2023
    with pytest.raises(ValidationError) as refusal:
        group.clean()
    assert list(refusal.value.error_dict) == ["planned_start_quarter"]


@pytest.mark.parametrize("running", [2015 * 4, 2026 * 4 + 3, 2060 * 4 + 1])
def test_a_quarter_is_found_again_by_its_days(running):
    assert quarters.of(quarters.first_day(running)) == running
    assert quarters.of(quarters.last_day(running)) == running
    assert quarters.number(*quarters.year_and_quarter(running)) == running


def test_a_quarter_lacking_a_part_is_none():
    assert quarters.number(2026, None) is None
    assert quarters.place_of(quarters.first_day(8000)) == (8000, 0)
