"""The partners' calendar: who reads what of whom, and what nobody learns by asking."""

import pytest

from participation.culture.models.choices import Role
from tests.factories.culture_events import event, institution, member, moment

pytestmark = pytest.mark.django_db

CALENDAR = "/konto/kultur/partnerkalender/"
KINDS = {
    "public": {},
    "partners": {"visibility": "partners"},
    "busy": {"visibility": "busy"},
    "draft": {"status": "draft"},
}


@pytest.fixture
def house(site):
    """With an event of each kind."""
    return institution("Kulturkeller")


@pytest.fixture
def events(house):
    """By kind."""
    return {
        kind: event(house, moment(3), title=f"Titel {kind}", place="Keller", **values)
        for kind, values in KINDS.items()
    }


def read(client, **query) -> set[str]:
    """Of which events the page names the title, and whether something is busy."""
    answer = client.get(CALENDAR, query)
    assert answer.status_code == 200
    page = answer.content.decode().partition("<main")[2]
    return {kind for kind in KINDS if f">Titel {kind}<" in page} | (
        {"Belegt"} if ">Belegt<" in page else set()
    )


def opened(client, events) -> set[str]:
    """Whose page can be opened."""
    answers = {kind: client.get(f"{CALENDAR}{each.pk}/") for kind, each in events.items()}
    return {kind for kind, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize("role", Role.values)
def test_a_partner_reads_what_is_for_partners_and_of_busy_dates_only_when(
    client, events, sign_in_as, role
):
    sign_in_as(member(institution("Chor"), role))
    assert read(client) == {"public", "partners", "Belegt"}
    assert opened(client, events) == {"public", "partners"}


@pytest.mark.parametrize("role", Role.values)
def test_ones_own_institution_reads_everything(client, events, house, sign_in_as, role):
    sign_in_as(member(house, role))
    assert read(client) == set(KINDS)
    assert opened(client, events) == set(KINDS)


def test_for_who_is_no_partner_it_is_not_there(client, events, sign_in_as):
    sign_in_as(member(institution("Neu", state="applied")))
    assert client.get(CALENDAR).status_code == 404
    assert opened(client, events) == set()


@pytest.mark.parametrize("query", [{"q": "Titel"}, {"genre": "music"}, {"audience": "everybody"}])
def test_what_a_busy_date_is_about_cannot_be_found_out_by_filters(
    client, events, sign_in_as, query
):
    sign_in_as(member(institution("Chor")))
    assert read(client, **query) == {"public", "partners"}


def test_busy_dates_are_found_by_their_institution(client, events, house, sign_in_as):
    other = institution("Chor")
    sign_in_as(member(other))
    assert "Belegt" in read(client, institution=house.pk)
    assert read(client, institution=other.pk) == set()


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_however_much_is_planned(
    client, house, sign_in_as, assert_query_count, count
):
    sign_in_as(member(institution("Chor")))
    for number in range(count):
        event(house, moment(3), visibility=("partners", "busy")[number % 2])
    with assert_query_count(13):
        assert client.get(CALENDAR).status_code == 200


def test_what_goes_on_for_days_says_until_when_and_no_time_of_day(client, house, sign_in_as):
    event(house, moment(-3), hours=12 * 24, title="Ausstellung")
    sign_in_as(member(institution("Chor"), Role.VIEWER))
    page = client.get(CALENDAR).content.decode().partition("<main")[2]
    assert "Über mehrere Tage" in page
    assert ">Ausstellung<" in page
    assert "almanac-line__time" not in page
