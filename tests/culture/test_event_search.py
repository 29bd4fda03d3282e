"""Events are found by what everybody may read of them, those of calendars too."""

import pytest
from django.utils import timezone

from cms.core.models import SearchEntry
from participation.culture.domain import feeds
from participation.culture.models import Event
from participation.culture.tasks import calendars as tasks
from tests.culture.reading import calendar
from tests.factories.culture_events import event, feed, institution, moment

pytestmark = pytest.mark.django_db


def found() -> set[str]:
    """Titles of events that the search knows."""
    entries = SearchEntry.objects.filter(source="culture-event")
    return set(entries.values_list("title", flat=True))


def test_a_public_event_is_found_until_it_is_hidden():
    shown = event(institution(), title="Orgelnacht")
    assert found() == {"Orgelnacht"}
    shown.visibility = "partners"
    shown.save()
    assert found() == set()


def test_drafts_and_events_of_unverified_institutions_are_not_found():
    event(institution(), title="Entwurf", status="draft")
    event(institution("Neu", state="applied"), title="Zu früh")
    assert found() == set()


def test_events_of_a_calendar_are_found_by_the_job_that_follows_it():
    begun = timezone.now()
    house = feed(institution(), "", kind="upload")
    start = f"{timezone.localtime(moment(3)):%Y%m%dT%H%M%S}"
    lines = f"BEGIN:VEVENT\nUID:a\nSUMMARY:Mondscheinlesung\nDTSTART:{start}\nEND:VEVENT"
    feeds.upload(feed=house, data=calendar(lines))
    assert found() == set()
    tasks.index_feed(feed_id=house.pk, since=begun.isoformat())
    assert found() == {"Mondscheinlesung"}
    feeds.remove_feed(feed=house)
    assert not Event.objects.public().exists()
