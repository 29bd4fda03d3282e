"""What everybody finds of culture: start page, directory, search, sitemap, calendars as files."""

from datetime import datetime, timedelta

import icalendar
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cms.core.models import Place, SearchEntry
from cms.core.search.index import rebuild
from cms.core.search.queries import search
from participation.culture import booklet
from participation.culture.forms.calendar import CalendarFilterForm
from participation.culture.models import Event, Institution
from participation.culture.queries import calendar as queries
from participation.culture.queries import groups as group_queries
from participation.culture.queries.partners import partner_of
from participation.culture.times import BERLIN
from participation.culture.views.area.overview import culture_card
from tests.factories.culture import (
    BookingFactory,
    CultureInstitutionFactory,
    DocumentFactory,
    ResourceFactory,
    owner_of,
)
from tests.factories.culture_events import event, moment
from tests.factories.files import ImageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_the_start_shows_what_is_next_and_who_takes_part(client, culture_page, stage):
    event(stage, moment(1), title="Orgelnacht")
    CultureInstitutionFactory(name="Noch nicht dabei", verified=False)
    page = client.get("/kultur/").content.decode()
    assert "Orgelnacht" in page
    assert stage.name in page
    assert "Noch nicht dabei" not in page


def test_search_engines_are_led_to_what_everybody_may_see(client, culture_page, stage):
    shown = event(stage, title="Orgelnacht")
    hidden = event(stage, title="Geheimprobe", visibility="partners")
    past = event(stage, moment(-9), title="Vorbei")
    waiting = CultureInstitutionFactory(verified=False)
    english = CultureInstitutionFactory(name="English Players", language="en")
    sitemap = client.get("/sitemap.xml").content.decode()
    for each in (shown, stage):
        assert each.get_absolute_url() in sitemap
    for each in (hidden, past, waiting, english):
        assert each.get_absolute_url() not in sitemap
    assert "/kultur/einrichtungen/anmelden/" in sitemap


def test_search_engines_are_told_of_the_next_first(client, culture_page, stage, monkeypatch):
    later, soon = event(stage, moment(9), title="Später"), event(stage, moment(3), title="Bald")
    monkeypatch.setattr("participation.culture.models.pages.MOST_EVENTS", 1)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert soon.get_absolute_url() in sitemap
    assert later.get_absolute_url() not in sitemap


def found(query: str) -> list[str]:
    """Addresses that the search gives."""
    return [find.url for find in search(query=query, language="de").finds]


def test_institutions_and_events_are_found_by_the_search(stage):
    shown = event(stage, title="Mondscheinlesung am Wasserturm")
    assert found("Mondscheinlesung") == [shown.get_absolute_url()]
    assert stage.get_absolute_url() in found("Moorweg Bühne")


def test_a_search_that_is_built_anew_knows_what_everybody_may_see(stage):
    shown = event(stage, title="Mondscheinlesung")
    event(stage, moment(-9), title="Mondscheinlesung von gestern")
    CultureInstitutionFactory(name="Kleistermuseum", verified=False)
    SearchEntry.objects.all().delete()
    rebuild()
    assert found("Mondscheinlesung") == [shown.get_absolute_url()]
    assert stage.get_absolute_url() in found("Moorweg Bühne")
    assert found("Kleistermuseum") == []


def test_what_is_no_longer_public_leaves_the_search_at_once(stage):
    event(stage, title="Mondscheinlesung")
    Event.objects.update(visibility="partners")
    Institution.objects.update(state="suspended")
    assert found("Mondscheinlesung") == found("Moorweg Bühne") == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"genre": "music"}, 1),
        ({"audience": "children"}, 1),
        ({"space": "stage"}, 1),
        ({"offer": "rooms"}, 1),
        ({"kind": "museum"}, 1),
        ({"place": "garstedt"}, 1),
        ({"q": "orgel bach"}, 1),
        ({"genre": "film"}, 0),
        ({"genre": "x", "place": "mond"}, 2),
    ],
)
def test_the_directory_is_narrowed_by_what_institutions_do_and_have(
    client, culture_page, stage, query, count
):
    place = Place.objects.create(slug="garstedt", name="Garstedt", latitude=53.6, longitude=9.9)
    CultureInstitutionFactory(
        name="Orgelmuseum",
        kind="museum",
        summary="Von Bach bis heute.",
        genres=["music"],
        audiences=["children"],
        spaces=["stage"],
        offers=["rooms"],
        district=place,
    )
    assert client.get("/kultur/einrichtungen/", query).context["count"] == count


def test_an_old_address_of_an_institution_leads_to_the_new_one(client, culture_page, stage):
    answer = client.get(f"/kultur/einrichtungen/{stage.pk}-frueherer-name/")
    assert (answer.status_code, answer["Location"]) == (301, stage.get_absolute_url())


def test_one_event_is_a_file_with_all_its_times(client, stage):
    shown = event(stage, moment(1), title="Orgelnacht", place="Kirche", address="Markt 1")
    shown.occurrences.create(start=moment(8), end=moment(8), recurrence_id="01")
    answer = client.get(f"{shown.get_absolute_url().rstrip('/')}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    times = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [each.start for each in times] == [moment(1), moment(8)]
    assert "DTEND" not in times[1]
    assert {str(each["LOCATION"]) for each in times} == {"Kirche, Markt 1"}


def test_whole_days_are_told_to_machines_with_their_last_day(client, stage):
    shown = event(stage, title="Ausstellung", image=ImageFactory())
    start = datetime(2030, 5, 3, tzinfo=BERLIN)
    shown.occurrences.update(start=start, end=start + timedelta(days=3), all_day=True)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert '"startDate": "2030-05-03"' in page.replace('":"', '": "')
    assert '"endDate": "2030-05-05"' in page.replace('":"', '": "')
    assert "/images/" in page.partition("application/ld+json")[2]


@pytest.mark.parametrize(
    ("view", "inside", "outside"),
    [("month", (3, 28), 34), ("week", (5, 8), 12), ("list", (6, 30), 40)],
)
def test_files_of_the_programme_hold_the_days_that_are_shown(
    client, stage, time_machine, view, inside, outside
):
    """The sixth of May 2026 is a Wednesday."""
    time_machine.move_to("2026-05-01T08:00:00+00:00")
    for day in (*inside, outside):
        event(stage, moment(day - 1, 20), title=f"Abend am Tag {day}.")
    query = {"view": view, "date": "2026-05-06"}
    table = client.get("/kultur/kalender/programm.csv", query).content.decode()
    assert all(f"Abend am Tag {day}." in table for day in inside)
    assert f"Abend am Tag {outside}." not in table


def test_the_booklet_tells_what_goes_on_for_days_and_what_is_cancelled(client, stage):
    event(stage, moment(-3), title="Große Ausstellung", hours=24 * 10)
    event(stage, moment(1), title="Fällt aus", status="cancelled")
    today = timezone.localdate()
    shown = queries.between(queries.public_times(queries.Choice()), today, moment(7).date())
    times = list(queries.told(shown))
    rows = booklet.rows(times)
    assert {(row[3], row[10]) for row in rows[1:]} == {
        ("Große Ausstellung", "Findet statt"),
        ("Fällt aus", "abgesagt"),
    }
    paper = booklet.booklet(times, title="Programm", first=today, last=today, site="Norderstedt")
    assert paper.startswith(b"%PDF-")


def test_the_accounts_page_leads_members_there_and_tells_what_waits(
    client, stage, choir, sign_in_as
):
    BookingFactory(resource=ResourceFactory(institution=stage), institution=choir)
    assert culture_card(owner_of(stage)).count == 1
    assert culture_card(owner_of(choir)).count is None
    sign_in_as(owner_of(stage))
    assert "/konto/kultur/" in client.get("/konto/").content.decode()


def test_who_belongs_to_no_institution_has_no_card_there(db):
    assert culture_card(UserFactory()) is None


def test_who_is_no_partner_opens_no_document(stage):
    DocumentFactory(institution=stage, for_all=True)
    assert not group_queries.documents(partner_of(AnonymousUser())).exists()


def test_a_filtered_booklet_and_feed_say_what_they_hold(client, stage):
    event(stage, moment(1), genre="music")
    assert CalendarFilterForm({"genre": "music"}).title == "Kulturkalender: Musik"
    feed = client.get("/kultur/kalender.ics", {"genre": "music"}).content.decode()
    assert "NAME:Kulturkalender: Musik" in feed


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/kultur/kalender/", ["27. April 2026 bis 3. Mai 2026", "Freitag, 1. Mai"]),
        ("/en/culture/calendar/", ["27 April 2026 to 3 May 2026", "Friday, 1 May"]),
    ],
)
def test_a_week_says_its_days_as_its_language_does(client, site, time_machine, path, expected):
    time_machine.move_to("2026-05-01T08:00:00+00:00")
    page = client.get(path, {"view": "week"}).content.decode()
    assert [words for words in expected if words not in page] == []
