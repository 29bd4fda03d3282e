"""What an institution reads when it was paid."""

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import Payout, PayoutMethod, PayoutState
from django.urls import reverse
from django.utils import timezone

from participation.wishlist.domain import payouts
from participation.wishlist.models.choices import Role
from tests.factories.people import UserFactory
from tests.factories.wishlist import MembershipFactory
from tests.users.helpers import delivered, link_of
from tests.wishlist.office import donation, institution, somebody, treasury, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _account(wishes_page):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")


@pytest.fixture
def ours():
    """A wish with 123.45 euros, of an institution with somebody who may act."""
    made = wish(institution(), title="Ein Klettergerüst")
    MembershipFactory(institution=made.institution, user=UserFactory(language="de"))
    donation(made, cents=12_345)
    return made


def ready(of):
    payout = money.plan_payout(campaign=of.campaign)
    Payout.objects.filter(pk=payout.pk).update(state=PayoutState.READY)
    return Payout.objects.get(pk=payout.pk)


def given_to_the_bank(of):
    file = payouts.make_bank_file(
        payouts=[ready(of)], execute_on=timezone.localdate(), by=UserFactory()
    )
    return payouts.give_to_bank(file=file)


def body(mail):
    return mail.body.replace("\N{NO-BREAK SPACE}", " ")


def test_who_acts_for_an_institution_reads_how_much_was_paid_for_what_to_where(ours):
    ours.institution.members.create(user=UserFactory(), role=Role.VIEWER)
    ending = ours.campaign.receiver.iban[-4:]
    payouts.confirm_bank_file(file=given_to_the_bank(ours), by=UserFactory())
    (mail,) = delivered()
    assert mail.to == [ours.institution.members.get(role=Role.EDITOR).user.email]
    for words in ("123,45 €", "„Ein Klettergerüst“", f"IBAN … {ending}", "nächste Auszahlung"):
        assert words in body(mail)
    assert ours.campaign.receiver.iban not in mail.body
    assert link_of(mail) == reverse("my_update_new", args=[ours.institution_id, ours.pk])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Auszahlung für Ihren Wunsch: 123,45 €"),
        ("en", "Payout for your wish: €123.45"),
        ("de-simple", "Sie haben Geld bekommen: 123,45 €"),
    ],
)
def test_each_reads_it_in_the_own_language(ours, language, words):
    ours.institution.members.get().user.__class__.objects.update(language=language)
    payouts.confirm_bank_file(file=given_to_the_bank(ours), by=UserFactory())
    assert delivered()[-1].subject.replace("\N{NO-BREAK SPACE}", " ") == words


def test_pressed_twice_it_is_mailed_once(client, ours):
    file = given_to_the_bank(ours)
    somebody(client, "view_books", "manage_money")
    for _time in range(2):
        client.post(f"/admin/wishlist/bank/{file.pk}/", {"act": "paid"})
    payout = Payout.objects.get()
    client.post(f"/admin/wishlist/payouts/{payout.pk}/", {"act": "confirm"})
    assert len(delivered()) == 1


def test_the_mail_names_the_account_that_was_paid_not_one_that_came_after(ours):
    file = given_to_the_bank(ours)
    receiver = ours.campaign.receiver
    paid_to, receiver.iban = receiver.iban, "DE75512108001245126199"
    receiver.save()
    payouts.confirm_bank_file(file=file, by=UserFactory())
    assert f"IBAN … {paid_to[-4:]}" in delivered()[-1].body


def test_a_payout_through_the_provider_names_the_account_there(ours):
    payout = ready(ours)
    Payout.objects.update(method=PayoutMethod.PROVIDER, state=PayoutState.SENT)
    money.confirm_payout(payout=payout)
    assert "Ihr Konto bei Stripe" in delivered()[-1].body


@pytest.mark.parametrize("act", [money.cancel_payout, money.release_payout])
def test_nobody_is_mailed_before_the_money_has_left(ours, act):
    payout = money.plan_payout(campaign=ours.campaign)
    Payout.objects.update(hold_until=None)
    act(payout=Payout.objects.get(pk=payout.pk))
    assert delivered() == []
