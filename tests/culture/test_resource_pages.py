"""What is lent: entered with hours and pictures, found, and asked for."""

from datetime import time

import pytest

from cms.core.models import CustomImage, OutgoingMail
from participation.culture.domain import bookings
from participation.culture.models import Booking, Resource
from tests.culture.test_bookings import form as asking
from tests.factories.culture import BookingFactory, ResourceFactory, owner_of, span
from tests.factories.files import EXE, png, upload

pytestmark = pytest.mark.django_db

ROOMS = "/konto/kultur/ressourcen/"
FORM = {
    "kind": "room",
    "title": "Probenraum",
    "description": "Hell und warm.",
    "capacity": "30",
    "is_active": "on",
}


@pytest.fixture
def new(stage, sign_in_as):
    """Where the stage's owner offers something."""
    sign_in_as(owner_of(stage))
    return f"/konto/kultur/einrichtungen/{stage.pk}/ressourcen/neu/"


def edit(room) -> str:
    """Where it is changed."""
    return f"{room.get_absolute_url()}bearbeiten/"


def pictures(number: int):
    """As many small pictures."""
    return [upload(f"{n}.png", png(), "image/png") for n in range(number)]


def hours(room) -> list[tuple]:
    """When it can be had."""
    return list(room.hours.values_list("weekday", "opens", "closes"))


def test_something_is_offered_and_partners_see_it(client, new, choir, sign_in_as):
    sent = FORM | {"days": ["0", "6"], "opens": "09:00", "closes": "22:00"}
    page = client.post(new, sent, follow=True).content.decode()
    assert "Partner sehen es jetzt." in page
    room = Resource.objects.get()
    assert hours(room) == [(0, time(9), time(22)), (6, time(9), time(22))]
    sign_in_as(owner_of(choir))
    page = client.get(room.get_absolute_url()).content.decode()
    assert "Sonntag 09:00–22:00" in " ".join(page.split())


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, []),
        ({"days": ["2"]}, [(2, time(0), time(23, 59))]),
        ({"opens": "18:00"}, [(day, time(18), time(23, 59)) for day in range(7)]),
        ({"closes": "12:00"}, [(day, time(0), time(12)) for day in range(7)]),
    ],
)
def test_hours_that_are_left_out_mean_the_whole_day_and_every_day(client, new, sent, expected):
    client.post(new, FORM | sent)
    assert hours(Resource.objects.get()) == expected


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"opens": "12:00", "closes": "12:00"}, "closes"),
        ({"closes": "00:00"}, "closes"),
        ({"opens": "23:59"}, "closes"),
        ({"opens": "25:00"}, "opens"),
        ({"days": ["7"]}, "days"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "99999999999"}, "capacity"),
        ({"title": "x" * 121}, "title"),
        ({"kind": "elefant"}, "kind"),
        ({"pictures": pictures(6)}, "pictures"),
        ({"pictures": [upload("a.png", EXE)]}, "pictures"),
    ],
)
def test_what_is_wrong_has_its_message_and_nothing_is_offered(client, new, values, field):
    answer = client.post(new, FORM | values)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Resource.objects.exists()


def test_a_change_keeps_what_is_agreed_on(client, new, stage):
    room = ResourceFactory(institution=stage, hours=[(0, time(9), time(12))])
    booking = BookingFactory(resource=room, institution=stage)
    initial = client.get(edit(room)).context["form"].initial
    assert (initial["days"], initial["opens"], initial["closes"]) == (["0"], time(9), time(12))
    page = client.post(edit(room), FORM | {"title": "Saal"}, follow=True).content.decode()
    assert "Ihre Änderungen sind gespeichert." in page
    room.refresh_from_db()
    assert (room.title, hours(room)) == ("Saal", [])
    assert booking.slots.get().held


def test_pictures_are_added_after_those_there_are_and_taken_away_with_their_files(
    client, new, choir, sign_in_as
):
    client.post(new, FORM | {"pictures": pictures(2)})
    room = Resource.objects.get()
    first, second = room.pictures.all()
    assert first.image.collection.get_view_restrictions().exists()
    client.post(edit(room), FORM | {"dropped": [first.pk], "pictures": pictures(1)})
    assert [row.image.title for row in room.pictures.all()] == ["Probenraum (2)"] * 2
    assert CustomImage.objects.count() == 2
    assert room.pictures.first() == second
    sign_in_as(owner_of(choir))
    assert client.get(room.get_absolute_url()).context["pictures"].count() == 2


def test_pictures_are_five_at_most_with_those_that_stay(client, new):
    client.post(new, FORM | {"pictures": pictures(5)})
    room = Resource.objects.get()
    answer = client.post(edit(room), FORM | {"pictures": pictures(1)})
    assert answer.context["form"].errors["pictures"] == ["Höchstens 5 Dateien."]
    sent = FORM | {"pictures": pictures(1), "dropped": [room.pictures.first().pk]}
    assert client.post(edit(room), sent).status_code == 302
    assert room.pictures.count() == 5


def test_pictures_of_other_rooms_are_not_taken_away(client, new, choir):
    client.post(new, FORM | {"pictures": pictures(1)})
    picture = Resource.objects.get().pictures.get()
    other = ResourceFactory(institution=picture.resource.institution)
    client.post(edit(other), FORM | {"dropped": [picture.pk]})
    assert CustomImage.objects.filter(pk=picture.image_id).exists()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"kind": "equipment"}, ["Zelt"]),
        ({"people": "50"}, ["Saal"]),
        ({"q": "zelt wasser"}, ["Zelt"]),
        ({"free_on": "2026-05-11"}, ["Zelt"]),
        ({"free_on": "2026-05-12"}, ["Saal", "Zelt"]),
        ({"free_on": "bald"}, ["Saal", "Zelt"]),
        ({"free_on": "9999-12-31"}, ["Saal", "Zelt"]),
        ({"free_on": "0001-01-01"}, ["Saal", "Zelt"]),
        ({"institution": "999999"}, ["Saal", "Zelt"]),
    ],
)
def test_what_is_lent_is_found_by_what_it_is_and_when_it_is_free(
    client, stage, choir, sign_in_as, time_machine, query, titles
):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    hall = ResourceFactory(institution=stage, title="Saal", capacity=80)
    ResourceFactory(institution=stage, title="Zelt", kind="equipment", description="Wasserfest.")
    BookingFactory(resource=hall, institution=choir, accepted=True, spans=[span(days=7)])
    sign_in_as(owner_of(choir))
    found = client.get(ROOMS, query).context["page_obj"]
    assert [room.title for room in found] == titles


def test_what_one_institution_lends_is_a_list_of_its_own(client, stage, choir, sign_in_as):
    ResourceFactory(institution=stage, title="Saal")
    ResourceFactory(institution=choir, title="Notenständer")
    sign_in_as(owner_of(choir))
    found = client.get(ROOMS, {"institution": stage.pk}).context["page_obj"]
    assert [room.title for room in found] == ["Saal"]


def test_ones_own_room_is_had_at_once(client, new, stage):
    room = ResourceFactory(institution=stage)
    answer = client.post(f"{room.get_absolute_url()}anfragen/", asking(span()), follow=True)
    assert "Die Zeiten gehören Ihnen." in answer.content.decode()
    assert Booking.objects.get().state == "accepted"


def test_what_is_not_offered_at_present_is_not_lent(client, new, stage):
    room = ResourceFactory(institution=stage, is_active=False)
    answer = client.post(f"{room.get_absolute_url()}anfragen/", asking(span()))
    assert answer.status_code == 409
    assert answer.context["form"].errors["start"] == ["Das wird zurzeit nicht angeboten."]
    assert not Booking.objects.exists()


def test_a_series_is_asked_for_in_one_go(client, stage, choir, sign_in_as, time_machine):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    room = ResourceFactory(institution=stage)
    sign_in_as(owner_of(choir))
    sent = asking(span(), every="1", until="2026-05-25")
    client.post(f"{room.get_absolute_url()}anfragen/", sent)
    days = [slot.start.day for slot in Booking.objects.get().slots.order_by("start")]
    assert days == [11, 18, 25]


def test_who_asks_more_than_people_do_has_to_wait(client, stage, choir, sign_in_as):
    room = ResourceFactory(institution=stage)
    sign_in_as(owner_of(choir))
    path = f"{room.get_absolute_url()}anfragen/"
    sent = asking(span()) | {"key": "6f1c4a0e-5d8b-4f3a-9c1e-0d6a7b2e4c55"}
    for _time in range(60):
        assert client.post(path, sent).status_code == 302
    answer = client.post(path, sent)
    assert answer.status_code == 429
    assert "Das waren viele in kurzer Zeit." in answer.content.decode()


def test_a_booking_of_ones_own_room_ends_without_a_mail_to_oneself(stage):
    room = ResourceFactory(institution=stage)
    booking = BookingFactory(resource=room, institution=stage)
    before = OutgoingMail.objects.count()
    bookings.cancel(booking=booking, by=owner_of(stage), side=stage)
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    assert OutgoingMail.objects.count() == before
