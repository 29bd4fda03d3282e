"""Events that a group prepares stand in its calendar."""

import icalendar
import pytest

from participation.culture.domain import groups
from participation.culture.models import Event
from tests.culture.planned import form_data
from tests.factories.culture import GroupFactory, owner_of
from tests.factories.culture_events import event

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(site, stage, choir):
    """The stage's, with the choir in it."""
    return GroupFactory(founder=stage, joined=[choir])


def address(of) -> str:
    """The form for a new event."""
    return f"/konto/kultur/einrichtungen/{of.pk}/termine/neu/"


def in_calendar(client, group) -> list[str]:
    """Titles in the group's calendar file, which its page shows too."""
    document = icalendar.Calendar.from_ical(
        client.get(f"{group.get_absolute_url()}gruppe.ics").content
    )
    titles = [str(each["SUMMARY"]) for each in document.walk("VEVENT")]
    page = client.get(group.get_absolute_url()).content.decode()
    assert all(f"<strong>{title}</strong>" in page for title in titles)
    return titles


def test_an_event_is_planned_for_a_group(client, group, stage, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    client.post(address(choir), form_data(title="Singen am Feuer", group=group.pk, save="1"))
    assert Event.objects.get().group == group
    sign_in_as(owner_of(stage))
    assert in_calendar(client, group) == ["Singen am Feuer"]


@pytest.mark.parametrize("status", ["draft", "planned"])
def test_a_draft_is_not_in_it(client, group, stage, choir, sign_in_as, status):
    event(choir, title="Singen", group=group, status=status)
    sign_in_as(owner_of(stage))
    assert in_calendar(client, group) == ([] if status == "draft" else ["Singen"])


def test_only_groups_that_go_on_and_that_one_is_in_are_offered(
    client, group, stage, choir, cellar, sign_in_as
):
    GroupFactory(founder=stage, asked=[choir])
    groups.close(group=GroupFactory(founder=choir))
    sign_in_as(owner_of(choir))
    field = client.get(address(choir)).context["form"].fields["group"]
    assert list(field.queryset) == [group]
    sign_in_as(cellar.planner)
    assert "group" not in client.get(address(cellar)).context["form"].fields


def test_an_event_keeps_its_group_when_that_is_closed(client, group, choir, sign_in_as):
    planned = event(choir, title="Singen", group=group)
    groups.close(group=group)
    sign_in_as(owner_of(choir))
    path = f"/konto/kultur/einrichtungen/{choir.pk}/termine/{planned.pk}/"
    assert list(client.get(path).context["form"].fields["group"].queryset) == [group]
    client.post(path, form_data(title="Singen zu zweit", group=group.pk, save="1"))
    planned.refresh_from_db()
    assert (planned.title, planned.group) == ("Singen zu zweit", group)
