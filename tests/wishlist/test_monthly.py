"""A monthly donation's page and what donors are told of its end before it begins."""

from datetime import timedelta

import pytest
from crowdfunding_lite.models import Subscription
from django.utils import timezone
from django.utils.formats import date_format

from tests.factories.wishlist import DonationFactory, WishFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import opened

pytestmark = pytest.mark.django_db


def page_of(donation):
    return f"/wunschliste/monatlich/{donation.subscription.key}/"


def test_an_offered_sum_replaces_a_free_one_that_was_left_alone(client, wish, bank):
    donation = DonationFactory(wish=wish, monthly=True, amount_cents=1250)
    shown = opened(client, page_of(donation))
    assert (shown["amount"], shown["other"]) == ("other", "12,50")

    client.post(page_of(donation), {"amount": "5000", "other": "12,50"})

    assert Subscription.objects.get().amount_cents == 5000


def test_a_free_sum_that_was_changed_replaces_an_offered_one(client, wish, bank):
    donation = DonationFactory(wish=wish, monthly=True, amount_cents=1250)

    client.post(page_of(donation), {"amount": "5000", "other": "13"})

    assert Subscription.objects.get().amount_cents == 1300


def test_a_wish_with_a_last_day_says_until_when_is_collected(client, wishes_page, bank):
    ends_on = timezone.localdate() + timedelta(days=9)
    wish = WishFactory(ends_on=ends_on)
    day = date_format(ends_on, "j. F Y")

    form = client.get(f"/wunschliste/{wish.pk}/spenden/").context["form"]
    donation = DonationFactory(wish=wish, monthly=True)

    assert day in form.fields["rhythm"].help_text
    assert day in delivered()[-1].body
    assert day in client.get(page_of(donation)).content.decode()


def test_no_month_is_announced_that_the_wish_does_not_see(client, wishes_page, bank):
    today = timezone.localdate()
    wish = WishFactory(ends_on=today + timedelta(days=40))
    donation = DonationFactory(wish=wish, monthly=True)
    following = Subscription.objects.filter(pk=donation.subscription_id)

    following.update(next_on=today + timedelta(days=30))
    assert client.get(page_of(donation)).context["next_on"] == today + timedelta(days=30)

    following.update(next_on=today + timedelta(days=41))
    assert client.get(page_of(donation)).context["next_on"] is None
