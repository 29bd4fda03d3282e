"""The budget: sums that add up, filters, the table to take along."""

import csv
from io import StringIO

import pytest

from cms.core import tables
from cms.programme.models import BudgetLine
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    ProjectFactory,
    ScoreFactory,
    budget,
)
from tests.factories.site import translated

ADDRESS = "/programm/haushalt/"


@pytest.fixture
def carriers(site):
    return {
        key: CarrierFactory(key=key, name=name, short_name=name)
        for key, name in (("city", "Stadt"), ("stadtwerke", "Stadtwerke"))
    }


@pytest.fixture
def lines(site, carriers):
    """Two years of two projects, in cents."""
    budget(site)
    made = []
    for title, rows in (
        ("Container", [(2022, "stadtwerke", 40, 38), (2023, "city", 20, 25)]),
        ("Schließfächer", [(2022, "stadtwerke", 50, 40), (2023, "stadtwerke", 30, 10)]),
    ):
        project = ProjectFactory(parent=site.projects, title=title)
        made.append(project)
        for year, key, planned, spent in rows:
            BudgetLineFactory(
                page=project, year=year, carrier=carriers[key],
                planned_cents=planned * 100_000, spent_cents=spent * 100_000, note="Nur Sensoren",
            )  # fmt: skip
    return made


def shown(client, query=""):
    return client.get(ADDRESS + query).context["budget"]


def sums(items):
    return {
        item.label: (item.planned_cents // 100_000, item.spent_cents // 100_000) for item in items
    }


def test_years_carriers_and_projects_add_up_to_the_total(lines, client):
    found = shown(client)
    assert sums(found.years) == {"2022": (90, 78), "2023": (50, 35)}
    assert sums(found.carriers) == {"Stadt": (20, 25), "Stadtwerke": (120, 88)}
    assert sums(found.projects) == {"Container": (60, 63), "Schließfächer": (80, 50)}
    total = (found.total.planned_cents, found.total.spent_cents)
    assert total == (14_000_000, 11_300_000)
    for items in (found.years, found.carriers, found.projects):
        assert sum(item.planned_cents for item in items) == total[0]
        assert sum(item.spent_cents for item in items) == total[1]


def test_a_year_says_what_each_carrier_gave_even_nothing(lines, client):
    first, second = shown(client).years
    assert sums(first.parts) == {"Stadt": (0, 0), "Stadtwerke": (90, 78)}
    assert sums(second.parts) == {"Stadt": (20, 25), "Stadtwerke": (30, 10)}
    assert [part.key for part in first.planned] == ["stadtwerke"]


def test_more_than_planned_is_said_in_words(lines, client):
    assert [item.is_over for item in shown(client).projects] == [True, False]
    assert 'class="over"' in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("query", "planned"),
    [
        ("?year=2022", 90), ("?carrier=city", 20), ("?year=2023&carrier=stadtwerke", 30),
        ("?year=1999", 140), ("?year=x&carrier=%00", 140), ("?carrier=partner", 140),
    ],
)  # fmt: skip
def test_filters_add_up_what_matches_and_unknown_ones_filter_nothing(lines, client, query, planned):
    assert shown(client, query).total.planned_cents == planned * 100_000


def test_filters_that_leave_nothing_say_so(lines, client):
    answer = client.get(f"{ADDRESS}?year=2022&carrier=city")
    assert answer.status_code == 200
    assert answer.context["budget"].projects == []


def test_no_money_at_all_is_a_page_all_the_same(site, client):
    budget(site)
    assert client.get(ADDRESS).context["budget"].updated is None


def test_money_of_an_unpublished_project_does_not_count(lines, client):
    lines[0].unpublish()
    assert shown(client).total.planned_cents == 8_000_000


def test_the_last_update_is_the_last_publication_of_a_page_with_money(
    lines, site, client, time_machine
):
    time_machine.move_to("2026-05-15T12:00:00+00:00")
    lines[1].save_revision().publish()
    time_machine.move_to("2026-06-15T12:00:00+00:00")
    ProjectFactory(parent=site.projects, title="Ohne Geld").save_revision().publish()
    assert shown(client).updated.date().isoformat() == "2026-05-15"
    assert "15. Mai 2026" in client.get(ADDRESS).content.decode()


def test_a_project_without_a_page_in_a_language_still_counts(lines, site, client):
    translated(site.programme.get_children().get(slug="haushalt").specific, "en", slug="budget")
    translated(lines[0], "en", title="Containers", slug="containers")
    english = client.get("/en/programme/budget/").context["budget"]
    first, second = english.projects
    assert (first.label, first.language) == ("Containers", "")
    assert (second.label, second.language, second.page) == ("Schließfächer", "de", None)
    assert english.total.planned_cents == 14_000_000


# --- The file ---------------------------------------------------------------------------------
def rows(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_file_opens_in_a_german_spreadsheet(lines, client):
    answer = client.get(client.get(ADDRESS).context["csv_url"])
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="haushalt.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    found = rows(answer)
    assert found[1] == ["2022", "Stadtwerke", "Container", "40000,00", "38000,00", "Nur Sensoren"]
    assert len(found) == 5


def test_the_file_takes_the_filters_of_the_page(lines, client):
    address = client.get(f"{ADDRESS}?year=2023&carrier=city").context["csv_url"]
    assert [row[2] for row in rows(client.get(address))[1:]] == ["Container"]


def test_the_file_speaks_the_language_of_its_page(lines, site, client):
    translated(site.programme.get_children().get(slug="haushalt").specific, "en", slug="budget")
    twin = translated(lines[0], "en", title="Containers", slug="containers")
    BudgetLine.objects.filter(page=twin).update(note="Sensors only", planned_cents=1)
    found = rows(client.get("/en/programme/budget/haushalt.csv"))
    assert found[0][0] == "Year"
    assert found[1][2:] == ["Containers", "40000,00", "38000,00", "Sensors only"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_formula_stays_a_text(lines, client, text):
    BudgetLine.objects.update(note=text)
    assert rows(client.get(f"{ADDRESS}haushalt.csv"))[1][5] == f"'{text}"


def test_signs_and_lines_within_a_text_do_not_break_the_table(lines, client):
    BudgetLine.objects.update(note='a;b"c\nd')
    assert {len(row) for row in rows(client.get(f"{ADDRESS}haushalt.csv"))} == {6}
    assert rows(client.get(f"{ADDRESS}haushalt.csv"))[1][5] == 'a;b"c\nd'


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0,00"), (5, "0,05"), (123450, "1234,50"), (-150, "-1,50")]
)
def test_amounts_are_german_decimals(cents, text):
    assert tables.decimal(cents) == text


# --- Files of pages in general ----------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "/haushalt.csv", "/programm/haushalt.csv", "/programm/haushalt/anderes.csv",
        "/nirgends/haushalt.csv", "/programm/haushalt/haushalt.CSV", "/en/programme/haushalt.csv",
    ],
)  # fmt: skip
def test_a_file_that_no_page_has_is_not_found(lines, client, address):
    assert client.get(address).status_code == 404


def test_a_file_can_be_looked_at_only(lines, client):
    assert client.post(f"{ADDRESS}haushalt.csv").status_code == 405


def test_a_file_is_as_closed_as_its_page(lines, site, client):
    page = site.programme.get_children().get(slug="haushalt")
    page.view_restrictions.create(restriction_type="login")
    assert client.get(f"{ADDRESS}haushalt.csv").status_code == 302


def test_an_evaluation_is_no_money(lines, client):
    ScoreFactory(page=lines[0])
    assert shown(client).total.planned_cents == 14_000_000
