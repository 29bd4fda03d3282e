"""Promising things and time."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Pledge, PledgeState
from django.utils import timezone

from participation.wishlist.domain import pledging
from tests.factories.wishlist import THING, TIME, PledgeFactory, WishFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import NOW, mailed_link, send, subjects

pytestmark = pytest.mark.django_db

WHO = {"name": "Erika Muster", "email": "erika@example.org"}


@pytest.fixture
def need(wishes_page):
    """Five helmets."""
    return WishFactory(needs=[THING]).campaign.needs.get()


def form_of(need):
    return f"/wunschliste/{need.campaign.wish.pk}/helfen/{need.pk}/"


def test_a_pledge_counts_at_once_and_is_confirmed_by_its_link(client, time_machine, need):
    send(client, time_machine, form_of(need), quantity="2", **WHO)
    need.refresh_from_db()
    assert need.promised == 2

    link = mailed_link()
    client.get(link)
    assert Pledge.objects.get().state == PledgeState.UNCONFIRMED
    client.post(link)

    assert Pledge.objects.get().state == PledgeState.PROMISED
    assert subjects() == ["Danke für Ihre Zusage", "Jemand möchte helfen: " + need.campaign.title]


def test_somebody_signed_in_has_confirmed_by_that(client, time_machine, need, person):
    send(client, time_machine, form_of(need), quantity="1", name="Erika")

    assert Pledge.objects.get().state == PledgeState.PROMISED


def test_another_address_than_ones_own_is_confirmed_all_the_same(
    client, time_machine, need, person
):
    send(client, time_machine, form_of(need), quantity="1", name="Erika", email="x@example.org")

    assert Pledge.objects.get().state == PledgeState.UNCONFIRMED


@pytest.mark.parametrize("quantity", ["0", "-1", "6", "1e3", "NaN", "", "9" * 30, "1.5"])
def test_nobody_can_promise_what_is_not_asked_for(client, time_machine, need, quantity):
    answer = send(client, time_machine, form_of(need), quantity=quantity, **WHO)

    assert answer.status_code in (409, 422)
    assert answer.context["form"].errors["quantity"]
    assert not Pledge.objects.exists()


def test_whoever_is_second_for_the_last_one_reads_why(client, time_machine, wishes_page):
    need = WishFactory(needs=[THING | {"quantity": 1}]).campaign.needs.get()
    late = domain.NotAllowedError("Jemand war schneller.")

    with patch.object(pledging, "promise", side_effect=late):
        answer = send(client, time_machine, form_of(need), quantity="1", **WHO)

    assert answer.status_code == 409
    assert "Jemand war schneller." in answer.content.decode()


def test_what_is_promised_already_has_no_form_any_more(client, need):
    PledgeFactory(need=need, quantity=5)

    assert client.get(form_of(need)).status_code == 410


def test_a_need_of_another_wish_is_not_found(client, need):
    other = WishFactory(needs=[TIME])

    assert client.get(f"/wunschliste/{other.pk}/helfen/{need.pk}/").status_code == 404


def test_a_withdrawn_pledge_is_open_again_for_others(client, need):
    pledge = PledgeFactory(need=need, quantity=3)

    client.post(f"/wunschliste/zusage/{pledge.key}/", {"withdraw": "1"})

    need.refresh_from_db()
    assert need.promised == 0
    assert "zurückgenommen" in subjects()[-1]


def test_a_pledge_nobody_confirms_is_open_again_after_its_time(need, time_machine):
    time_machine.move_to(NOW, tick=False)
    PledgeFactory(need=need, confirmed=False)
    time_machine.shift(timedelta(hours=80))

    assert domain.expire_pledges() == 1
    need.refresh_from_db()
    assert need.promised == 0


def test_givers_are_reminded_once_before_their_day(need, time_machine):
    time_machine.move_to(NOW, tick=False)
    pledge = PledgeFactory(need=need)
    domain.agree_hand_over(pledge=pledge, on=timezone.localdate() + timedelta(days=10))
    delivered()

    assert pledging.remind_of_pledges() == 0
    time_machine.shift(timedelta(days=8))
    assert pledging.remind_of_pledges() == 1
    assert pledging.remind_of_pledges() == 0
    assert subjects() == ["Eine Erinnerung an Ihre Zusage"]


def test_the_name_of_a_giver_is_nowhere_public(client, need):
    PledgeFactory(need=need, name="Erika Muster", note="Ich wohne nebenan.")

    page = client.get(need.campaign.wish.get_absolute_url()).content.decode()

    assert "Erika" not in page
    assert "nebenan" not in page
