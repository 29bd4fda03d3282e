"""Events: their order, their calendar files, their limits."""

from datetime import timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.pages.models import EventPage
from cms.programme.models import Meeting
from tests.factories.pages import EventFactory, at
from tests.factories.programme import GroupFactory, MeetingFactory
from tests.factories.site import translated


@pytest.fixture
def today(time_machine):
    """Noon in Berlin on a day in May."""
    time_machine.move_to("2026-05-15T10:00:00+00:00", tick=False)
    return timezone.now()


def titles(events) -> list[str]:
    return [event.title for event in events]


def events_of(answer) -> list[icalendar.Event]:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_what_comes_is_listed_soonest_first_and_what_was_latest_first(site, client, today):
    for days in (3, -1, 1, -5, 2):
        EventFactory(parent=site.events, title=str(days), start=today + timedelta(days=days))
    context = client.get("/termine/").context
    assert titles(context["upcoming"]) == ["1", "2", "3"]
    assert titles(context["past"]) == ["-1", "-5"]


@pytest.mark.parametrize(("minutes", "coming"), [(1, True), (0, True), (-1, False)])
def test_an_event_comes_until_it_has_ended(site, today, minutes, coming):
    end = today + timedelta(minutes=minutes)
    EventFactory(parent=site.events, start=today - timedelta(days=1), end=end)
    assert EventPage.objects.upcoming().exists() is coming
    assert EventPage.objects.past().exists() is not coming


@pytest.mark.parametrize(
    ("end", "coming"), [(at(2026, 5, 14, 22), True), (at(2026, 5, 14, 21), False)]
)
def test_an_event_of_whole_days_comes_until_the_end_of_its_last_day(site, today, end, coming):
    EventFactory(parent=site.events, start=at(2026, 5, 14, 20), end=end, all_day=True)
    assert EventPage.objects.upcoming().exists() is coming
    assert EventPage.objects.past().exists() is not coming


def test_an_event_cannot_end_before_it_starts(site, today):
    event = EventFactory(parent=site.events)
    event.end = event.start - timedelta(minutes=1)
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert list(refusal.value.error_dict) == ["end"]
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPage.objects.filter(pk=event.pk).update(end=event.end)


def test_an_event_offers_its_calendar_file(site, client, today):
    event = EventFactory(
        parent=site.events, title="Bürgerabend", start=at(2026, 7, 1, 16), address="Markt 1"
    )
    address = client.get(event.url).context["ics_url"]
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'inline; filename="buergerabend.ics"'
    (entry,) = events_of(answer)
    assert entry["DTSTART"].dt.isoformat() == "2026-07-01T18:00:00+02:00"
    assert str(entry["SUMMARY"]) == "Bürgerabend"
    assert str(entry["LOCATION"]) == "Rathaus, Markt 1"
    assert str(entry["URL"]) == event.full_url


def test_the_feed_holds_all_live_events_of_its_language(site, client, today):
    for days in (-5, 5):
        EventFactory(parent=site.events, start=today + timedelta(days=days), title=str(days))
    EventFactory(parent=site.events, live=False)
    address = client.get("/termine/").context["feed_url"]
    assert [str(entry["SUMMARY"]) for entry in events_of(client.get(address))] == ["-5", "5"]


def test_an_event_keeps_its_name_in_calendars_and_has_one_for_each_language(site, client):
    event = EventFactory(parent=site.events)
    twin = translated(event, "en", slug="event")
    german, english = (page.calendar_entry.uid for page in (event, twin))
    assert german != english
    event.title = "Neu"
    event.save()
    assert event.calendar_entry.uid == german


def test_the_feed_leaves_out_what_is_over_for_more_than_a_year(site, client, today):
    for days in (-400, -300, 400):
        EventFactory(parent=site.events, start=today + timedelta(days=days), title=str(days))
    found = events_of(client.get("/termine/kalender.ics"))
    assert [str(entry["SUMMARY"]) for entry in found] == ["-300", "400"]


class TestMeetings:
    """The groups' meetings stand among the dates, in lists and in calendars."""

    @pytest.fixture
    def group(self, site, today):
        group = GroupFactory(parent=site.groups, title="Daten")
        for title, days in (("Alt", -400), ("War", -30), ("Kommt", 3)):
            MeetingFactory(page=group, title=title, start=today + timedelta(days=days))
        return group

    def test_they_are_in_the_calendar_of_all_dates(self, site, client, today, group):
        EventFactory(parent=site.events, title="Fest", start=today + timedelta(days=1))
        found = events_of(client.get("/termine/kalender.ics"))
        names = [str(entry["SUMMARY"]) for entry in found]
        assert names == ["Daten: War", "Fest", "Daten: Kommt"]
        assert str(found[0]["URL"]) == group.full_url
        assert "DTEND" not in found[0]

    def test_a_group_has_a_calendar_of_its_own(self, client, group):
        address = client.get(group.url).context["ics_url"]
        assert address == f"{group.url}treffen.ics"
        found = events_of(client.get(address))
        assert [str(entry["SUMMARY"]) for entry in found] == ["Daten: War", "Daten: Kommt"]

    def test_both_call_a_meeting_by_the_same_name(self, client, group):
        of_group = events_of(client.get(f"{group.url}treffen.ics"))
        of_all = events_of(client.get("/termine/kalender.ics"))
        assert [entry["UID"] for entry in of_group] == [entry["UID"] for entry in of_all]

    def test_the_list_of_dates_names_the_next_ones(self, client, group):
        (meeting,) = client.get("/termine/").context["meetings"]
        assert meeting.title == "Daten: Kommt"
        assert "Treffen der Arbeitskreise" in client.get("/termine/").content.decode()

    def test_a_translation_has_its_own_words_and_the_original_s_times(self, site, client, group):
        translated(site.events, "en", slug="events")
        twin = translated(group, "en", title="Data", slug="data")
        Meeting.objects.filter(page=twin, title="Kommt").update(title="Next", start=at(2020, 1, 1))
        found = events_of(client.get("/en/events/kalender.ics"))
        assert [str(entry["SUMMARY"]) for entry in found] == ["Data: War", "Data: Next"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_feed_costs_the_same_at_any_length(site, client, assert_page_cost, number):
    for _event in range(number):
        EventFactory(parent=site.events)
        MeetingFactory(page=GroupFactory(parent=site.groups))
    with assert_page_cost(4, "/termine/kalender.ics"):
        client.get("/termine/kalender.ics")


@pytest.mark.parametrize("page", ["abc", "-1", "99999", "2"])
def test_a_list_without_events_says_so_on_any_page(site, client, page):
    answer = client.get("/termine/", {"page": page})
    assert answer.status_code == 200
    assert list(answer.context["upcoming"]) == []


class TestTranslation:
    """Time and place of an event are those of the original, whatever the translation says."""

    @pytest.fixture
    def calendar(self, site):
        return translated(site.events, "en", title="Events", slug="events")

    @pytest.fixture
    def twin(self, site, today, calendar):
        event = EventFactory(parent=site.events, start=at(2026, 7, 1, 16), address="Markt 1")
        return translated(
            event, "en", slug="event", start=at(2020, 1, 1), end=at(2020, 1, 1), address="Old"
        )

    def test_its_page_shows_them(self, twin, client):
        shown = client.get(twin.url).content.decode()
        assert "1 July 2026" in shown
        assert "Markt 1" in shown
        assert "January 2020" not in shown

    def test_so_do_the_lists_and_the_calendar_files(self, twin, calendar, client):
        context = client.get(calendar.url).context
        assert [event.start for event in context["upcoming"]] == [at(2026, 7, 1, 16)]
        assert context["past"] == []
        (home,) = client.get("/en/").context["dates"]
        assert home.start == at(2026, 7, 1, 16)
        for address in (context["feed_url"], client.get(twin.url).context["ics_url"]):
            (entry,) = events_of(client.get(address))
            assert entry["DTSTART"].dt == at(2026, 7, 1, 16)

    def test_an_event_in_english_alone_has_its_own(self, calendar, today, client):
        EventFactory(parent=calendar, locale=calendar.locale, start=at(2026, 7, 2), title="Only")
        context = client.get(calendar.url).context
        assert titles(context["upcoming"]) == ["Only"]
        assert len(events_of(client.get(context["feed_url"]))) == 1
