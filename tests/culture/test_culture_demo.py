"""The demo's culture section: enough is on, and every page has something to show."""

import pytest
from django.utils import timezone

from participation.culture.models import Collision, Event, Institution, Resource, ResourcePicture
from participation.culture.queries import collisions, office
from tests.simulators.feeds import programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_demo")]
SERVED = {"buehne": programme.STAGE, "keller": programme.CLUB, "kirche": programme.CHURCH}


def test_two_hundred_events_are_on_around_today():
    today = timezone.localdate()
    served = sum(len(programme.dates(name, slots, today)) for name, slots in SERVED.items())
    assert Event.objects.count() + served >= 200
    assert Institution.objects.verified().count() == 10


def test_collisions_wait_are_agreed_on_and_are_solved():
    open_ones = Collision.objects.open()
    assert {clash.event.title for clash in open_ones} == {
        "Offenes Singen bei Kerzenlicht",
        "Soul im Keller: Die Hausband lädt ein",
    }
    assert set(Collision.objects.values_list("state", flat=True)) == {"open", "agreed", "solved"}
    stage = Institution.objects.get(name="Bühne am Moorweg")
    assert collisions.waiting_for([stage.pk]).count() == 1


def test_figures_tell_of_several_months():
    months = office.months()
    assert sum(1 for month in months if month.dates) >= 4
    assert sum(1 for month in months if month.found and month.solved) >= 3
    assert sum(1 for month in months if month.bookings) >= 3


def test_every_resource_has_a_picture():
    assert ResourcePicture.objects.count() == Resource.objects.count() == 9
