"""Bringing a calendar along: by address, by CalDAV, as a file; and what its buttons do."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.models import SearchEntry
from participation.culture.domain import feeds
from participation.culture.models import Event, Feed
from participation.culture.tasks import calendars as tasks
from tests.culture.reading import calendar
from tests.factories.culture import owner_of
from tests.factories.culture_events import feed as make_feed
from tests.factories.culture_events import moment
from tests.factories.files import upload

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "ics",
    "name": "Spielplan",
    "address": "webcal://example.org/plan.ics",
    "visibility": "public",
    "genre": "music",
    "audience": "adults",
}


@pytest.fixture
def new(stage, sign_in_as):
    """Where somebody who may adds a calendar."""
    sign_in_as(owner_of(stage))
    return reverse("culture_calendar_new", args=[stage.pk])


def page(feed: Feed, name: str = "culture_calendar") -> str:
    """An address of one calendar."""
    return reverse(name, args=[feed.institution_id, feed.pk])


def vevent(uid: str, title: str = "Mondscheinlesung", days: int = 3) -> str:
    """An event that is still to come."""
    start = f"{timezone.localtime(moment(days)):%Y%m%dT%H%M%S}"
    return f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART:{start}\nEND:VEVENT"


def file(*parts: str):
    """A calendar as a browser sends it."""
    return upload("plan.ics", calendar(*parts), "text/calendar")


def said(client, path: str) -> str:
    """All words of a page, messages too."""
    return client.get(path).content.decode()


def test_an_address_to_subscribe_to_is_added_and_is_read_soon(client, new):
    answer = client.post(new, FORM)
    feed = Feed.objects.get()
    assert answer["Location"] == page(feed)
    assert feed.address == "https://example.org/plan.ics"
    assert feeds.due() == [feed.pk]
    assert "Der Kalender ist hinzugefügt" in said(client, page(feed))


def test_a_file_is_read_at_once(client, new):
    sent = FORM | {"kind": "upload", "address": "", "file": file(vevent("a"), vevent("b"))}
    assert client.post(new, sent).status_code == 302
    feed = Feed.objects.get()
    assert (feed.kind, feed.state, feed.events.count()) == ("upload", "good", 2)
    assert client.get(page(feed)).context["coming"] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!doctype html><html></html>", "Die Datei ist eine Webseite"),
        (b"irgendwas", "kein Kalender im Format iCalendar"),
        (calendar(vevent("a"))[:-30], "abgeschnitten"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_and_nothing_stays(client, new, content, words):
    sent = FORM | {"kind": "upload", "address": "", "file": upload("plan.ics", content)}
    answer = client.post(new, sent)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors["file"][0]
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"address": "ftp://example.org/a.ics"}, "address", "https:// oder webcal://"),
        ({"address": "example.org/a.ics"}, "address", "https:// oder webcal://"),
        ({"address": ""}, "address", "die Adresse des Kalenders"),
        ({"kind": "caldav", "address": ""}, "address", "die Adresse des Kalenders"),
        ({"kind": "upload"}, "file", "wählen Sie die Datei"),
        ({"kind": "fax"}, "kind", "fax"),
        ({"name": ""}, "name", "ausgefüllt"),
        ({"visibility": "niemand"}, "visibility", "niemand"),
    ],
)
def test_what_is_missing_or_wrong_is_said_next_to_its_field(client, new, values, field, words):
    answer = client.post(new, FORM | values)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert not Feed.objects.exists()


def test_a_file_past_five_megabytes_is_refused(client, new):
    large = BytesIO(b"X" * (5 * 1024 * 1024 + 1))
    large.name = "plan.ics"
    answer = client.post(new, FORM | {"kind": "upload", "file": large})
    assert answer.context["form"].errors["file"] == ["Der Kalender ist größer als fünf Megabyte."]
    assert not Feed.objects.exists()


def test_the_twenty_first_calendar_is_refused_in_the_form(client, new, stage):
    for number in range(20):
        make_feed(stage, f"https://example.org/{number}.ics")
    answer = client.post(new, FORM)
    assert answer.status_code == 422
    assert "höchstens 20 Kalender" in answer.content.decode()
    assert stage.feeds.count() == 20


def test_a_password_is_kept_when_none_is_typed_and_is_never_shown(client, new):
    sent = FORM | {"kind": "caldav", "username": "buehne", "password": "geheim-123"}
    client.post(new, sent)
    feed = Feed.objects.get()
    edit = page(feed, "culture_calendar_edit")
    assert "geheim-123" not in said(client, edit)
    assert client.post(edit, FORM | {"username": "buehne2"}).status_code == 302
    feed.refresh_from_db()
    assert (feed.username, feeds.password_of(feed)) == ("buehne2", "geheim-123")


def test_changing_a_calendar_lets_it_be_read_anew_as_a_whole(client, new, stage):
    feed = make_feed(stage, "https://example.org/a.ics", etag='"1"', digest="x", state="good")
    sent = FORM | {"address": "https://example.org/b.ics", "name": "Neuer Plan"}
    answer = client.post(page(feed, "culture_calendar_edit"), sent, follow=True)
    assert "Ihre Änderungen sind gespeichert." in answer.content.decode()
    feed.refresh_from_db()
    assert (feed.name, feed.address) == ("Neuer Plan", "https://example.org/b.ics")
    assert (feed.etag, feed.digest) == ("", "")
    assert feeds.due() == [feed.pk]


def test_the_kind_of_a_calendar_stays_what_it_is(client, new, stage):
    feed = make_feed(stage, "https://example.org/a.ics")
    client.post(page(feed, "culture_calendar_edit"), FORM | {"kind": "upload"})
    feed.refresh_from_db()
    assert feed.kind == "ics"


def test_a_newer_file_replaces_the_one_before(client, new):
    first = FORM | {"kind": "upload", "address": "", "file": file(vevent("a"), vevent("b"))}
    client.post(new, first)
    feed = Feed.objects.get()
    edit = page(feed, "culture_calendar_edit")
    newer = FORM | {"file": file(vevent("a", "Sternschnuppenlesung"))}
    assert client.post(edit, newer).status_code == 302
    assert Event.objects.get(uid="a").title == "Sternschnuppenlesung"
    assert Event.objects.get(uid="b").gone_at is not None


def test_a_newer_file_that_cannot_be_read_changes_nothing(client, new):
    client.post(new, FORM | {"kind": "upload", "address": "", "file": file(vevent("a"))})
    feed = Feed.objects.get()
    sent = FORM | {"name": "Anders", "file": upload("plan.ics", b"<html>")}
    answer = client.post(page(feed, "culture_calendar_edit"), sent)
    assert answer.status_code == 422
    assert "Webseite" in answer.context["form"].errors["file"][0]
    feed.refresh_from_db()
    assert feed.name == "Spielplan"
    assert Event.objects.get().gone_at is None


def test_events_follow_the_visibility_of_their_calendar_and_the_search_with_them(client, new):
    private = vevent("b").replace("UID:b", "UID:b\nCLASS:PRIVATE")
    sent = FORM | {"kind": "upload", "address": "", "visibility": "busy"}
    client.post(new, sent | {"file": file(vevent("a"), private)})
    assert set(Event.objects.values_list("visibility", flat=True)) == {"busy"}
    feed = Feed.objects.get()
    begun = timezone.now()
    client.post(page(feed, "culture_calendar_edit"), FORM)
    seen = dict(Event.objects.values_list("uid", "visibility"))
    assert seen == {"a": "public", "b": "busy"}
    tasks.index_feed(feed_id=feed.pk, since=begun.isoformat())
    found = SearchEntry.objects.filter(source="culture-event").values_list("title", flat=True)
    assert list(found) == ["Mondscheinlesung"]


def test_a_paused_calendar_is_not_asked_until_it_is_resumed(client, new, stage):
    feed = make_feed(stage, "https://example.org/a.ics", next_try=timezone.now())
    assert client.post(page(feed), {"pause": "1"}).status_code == 302
    assert feeds.due() == []
    assert "Der Kalender ist pausiert" in said(client, page(feed))
    client.post(page(feed), {"resume": "1"})
    assert feeds.due() == [feed.pk]
    assert "Der Kalender wird wieder gelesen." in said(client, page(feed))


def test_reading_now_does_not_wait_for_the_next_hour(client, new, stage):
    later = timezone.now() + timedelta(hours=20)
    feed = make_feed(stage, "https://example.org/a.ics", next_try=later, state="failing")
    client.post(page(feed), {"read": "1"})
    assert feeds.due() == [feed.pk]
    assert "Der Kalender wird jetzt gelesen." in said(client, page(feed))


def test_pressing_nothing_that_is_there_does_nothing(client, new, stage):
    feed = make_feed(stage, "https://example.org/a.ics", state="good")
    assert client.post(page(feed), {"sprengen": "1"}).status_code == 302
    feed.refresh_from_db()
    assert feed.state == "good"


def test_a_calendar_is_removed_with_what_is_still_to_come(client, new):
    client.post(new, FORM | {"kind": "upload", "address": "", "file": file(vevent("a"))})
    feed = Feed.objects.get()
    answer = client.post(page(feed), {"remove": "1"}, follow=True)
    assert "Der Kalender ist entfernt." in answer.content.decode()
    assert not Feed.objects.exists()
    assert not Event.objects.public().exists()


@pytest.mark.parametrize("uid", ["a", "u" * 255])
def test_two_calendars_with_the_same_names_of_events_are_both_removed(client, new, stage, uid):
    for _number in range(2):
        feed = make_feed(stage, "", kind="upload")
        feeds.upload(feed=feed, data=calendar(vevent(uid)))
        assert client.post(page(feed), {"remove": "1"}).status_code == 302
    assert Event.objects.filter(feed=None).count() == 2
