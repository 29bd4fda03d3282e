"""Who hears how a wish goes on."""

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Stage

from cms.notifications.models import Following, Notice
from participation.wishlist.domain import retention, review, updates
from participation.wishlist.models import UpdateReader
from tests.factories.people import UserFactory
from tests.factories.wishlist import DonationFactory, UpdateFactory, WishFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import mailed_link, send, subjects

pytestmark = pytest.mark.django_db


def test_a_donor_who_wants_to_hear_of_the_wish_is_mailed_each_update_once(wish, bank):
    DonationFactory(wish=wish, wants_updates=True)
    DonationFactory(wish=wish)
    delivered()
    update = UpdateFactory(wish=wish, title="Die Räder sind da")

    assert updates.tell_readers(update=update) == 1
    assert updates.tell_readers(update=update) == 0
    assert subjects() == [f"{wish.title}: Die Räder sind da"]


def test_who_gave_twice_is_mailed_once(wish, bank):
    for _gift in range(2):
        DonationFactory(wish=wish, email="erika@example.org", wants_updates=True)

    assert updates.tell_readers(update=UpdateFactory(wish=wish)) == 1


def test_who_has_not_paid_hears_nothing(wish, bank):
    DonationFactory(wish=wish, wants_updates=True, pay="debit_fails")
    DonationFactory(wish=wish, wants_updates=True, pay="")

    assert not UpdateReader.objects.exists()


def test_one_press_ends_the_mails(client, wish, bank):
    DonationFactory(wish=wish, wants_updates=True)
    reader = UpdateReader.objects.get()
    address = f"/wunschliste/abbestellen/{reader.key}/"

    client.get(address)
    assert UpdateReader.objects.exists()
    client.post(address, {"List-Unsubscribe": "One-Click"})

    assert not UpdateReader.objects.exists()
    assert client.post(address).status_code == 200
    assert client.get(address).status_code == 404


def test_the_mail_says_how_to_end_it(wish, bank):
    DonationFactory(wish=wish, wants_updates=True)
    delivered()
    updates.tell_readers(update=UpdateFactory(wish=wish))

    headers = delivered()[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_hidden_update_is_mailed_to_nobody(wish, bank):
    DonationFactory(wish=wish, wants_updates=True)
    update = review.hide_update(update=UpdateFactory(wish=wish), reason="Zeigt Kinder.")

    assert updates.tell_readers(update=update) == 0


def test_following_without_an_account_needs_the_link(client, time_machine, wish):
    path = f"/wunschliste/{wish.pk}/folgen/"
    send(client, time_machine, path, email="erika@example.org", frequency="now")
    assert not Following.objects.exists()

    client.post(mailed_link())

    assert Following.objects.get().number == wish.pk


def test_followers_hear_of_updates_and_of_the_goal(client, wish, bank, person):
    client.post(f"/wunschliste/{wish.pk}/folgen/", {"frequency": "daily"})

    UpdateFactory(wish=wish, title="Die Räder sind da")
    DonationFactory(wish=wish, amount_cents=100_000)

    told = Notice.objects.filter(user=person).order_by("pk")
    assert [notice.title for notice in told] == ["Die Räder sind da", "Das Ziel ist erreicht"]


def test_a_wish_that_is_not_public_cannot_be_followed(client, wishes_page, person):
    wish = WishFactory(stage="review")

    assert client.post(f"/wunschliste/{wish.pk}/folgen/").status_code == 404


def test_the_institution_hears_that_the_goal_is_reached(wish, bank):
    delivered()
    DonationFactory(wish=wish, amount_cents=100_000)

    wish.campaign.refresh_from_db()
    assert wish.campaign.stage == Stage.FUNDED
    assert "Ihr Wunsch hat sein Ziel erreicht" in subjects()


def test_what_is_funded_shows_the_further_goal(client, wishes_page, bank):
    wish = WishFactory(goal_cents=10_000, stretch_goal_cents=20_000)
    DonationFactory(wish=wish, amount_cents=12_000)

    progress = client.get(wish.get_absolute_url()).context["progress"]

    assert (progress.percent, progress.bar, progress.shown) == (120, 20_000, 12_000)


def test_a_shredded_donor_reads_nothing_any_more(wish, bank):
    donation = DonationFactory(wish=wish, wants_updates=True)

    retention.shred(donor=donation.donor)

    assert not UpdateReader.objects.exists()


def test_an_ended_wish_says_so_to_its_followers(wish):
    user = UserFactory()
    updates.follow(wish=wish, user=user, frequency="now")

    domain.end_campaign(campaign=wish.campaign)

    assert Notice.objects.get(user=user).title == "Der Wunsch ist beendet"
