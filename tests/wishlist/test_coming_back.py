"""Coming back from the payment page, and what donors are told by mail."""

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, DonationState, Source, Subscription
from django.core.cache import caches
from django.utils import timezone

from participation.wishlist.domain import finishing
from participation.wishlist.domain.rules import settings as rules
from participation.wishlist.views.thanks import ASKED_PER_MINUTE
from tests.factories.wishlist import DonationFactory, owner_of
from tests.users.helpers import delivered
from tests.wishlist.helpers import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(wish, bank):
    """A donation whose payment page is open."""
    return DonationFactory(wish=wish, pay="")


def thanks(donation):
    return f"/wunschliste/danke/{donation.key}/"


def test_coming_back_after_paying_says_thanks(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    bank.pay(donation.provider_session)

    page = client.get(f"/wunschliste/danke/{donation.key}/")

    donation.refresh_from_db()
    assert donation.state == DonationState.PAID
    assert page.context["outcome"] == "paid"


def test_a_direct_debit_is_on_its_way_then_fails(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    payment = bank.debit(donation.provider_session)
    address = f"/wunschliste/danke/{donation.key}/"

    assert client.get(address).context["outcome"] == "pending"
    bank.debit_fails(payment)
    assert client.get(address).context["outcome"] == "failed"


def test_what_is_on_its_way_stands_apart_from_what_has_come(client, wish, bank):
    DonationFactory(wish=wish, amount_cents=30_000)
    DonationFactory(wish=wish, amount_cents=10_000, pay="debit")

    progress = client.get(wish.get_absolute_url()).context["progress"]

    assert (progress.confirmed, progress.pending, progress.percent) == (30_000, 10_000, 30)


def test_whoever_turns_back_has_not_paid_and_can_go_on(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")

    page = client.get(f"/wunschliste/abgebrochen/{donation.key}/")
    again = client.post(f"/wunschliste/danke/{donation.key}/")

    assert "Ihnen wurde nichts abgebucht" in page.content.decode()
    assert (again.status_code, donation.provider_session in again["Location"]) == (303, True)


def test_whoever_paid_and_turned_back_is_thanked_all_the_same(client, wish, bank):
    donation = DonationFactory(wish=wish, pay="")
    bank.pay(donation.provider_session)

    page = client.get(f"/wunschliste/abgebrochen/{donation.key}/")

    assert page.context["outcome"] == "paid"


@pytest.mark.parametrize("key", ["x", "1", "a" * 32])
def test_donations_cannot_be_guessed(client, wish, bank, key):
    donation = DonationFactory(wish=wish)

    for address in ("danke", "abgebrochen", "monatlich", "zusage"):
        for guess in (key, str(donation.pk), donation.public_id.hex):
            assert client.get(f"/wunschliste/{address}/{guess}/").status_code == 404


def test_a_page_that_nobody_has_paid_on_says_so(client, opened):
    page = client.get(thanks(opened))

    assert page.context["outcome"] == "open"
    assert "Wir wissen noch nichts von Ihrer Zahlung" in page.content.decode()


def test_while_the_provider_is_away_the_page_still_looks(client, opened, bank):
    bank.pay(opened.provider_session)
    bank.provider.fail_next("payment")

    assert client.get(thanks(opened)).context["outcome"] == "open"
    assert client.get(thanks(opened)).context["outcome"] == "paid"


def test_whoever_loads_the_page_again_and_again_asks_the_provider_no_more(client, opened, bank):
    for _time in range(ASKED_PER_MINUTE):
        client.get(thanks(opened))
    bank.pay(opened.provider_session)

    assert client.get(thanks(opened)).context["outcome"] == "open"
    caches["shared"].clear()
    assert client.get(thanks(opened)).context["outcome"] == "paid"


def test_money_that_went_back_is_thanked_for_no_more(client, wish, bank):
    donation = DonationFactory(wish=wish)
    Donation.objects.update(state=DonationState.REFUNDED)

    page = client.get(thanks(donation))

    assert page.context["outcome"] == "back"
    assert "Ihre Spende ist an Sie zurückgegangen" in page.content.decode()


def give_back(donation, cents, bank):
    refund = domain.request_refund(donation=donation, cents=cents, reason="Doppelt", by=None)
    domain.carry_out_refund(refund=refund, provider=bank.provider)
    return refund


def test_what_of_a_donation_went_back_stands_on_its_page_and_on_the_wish(client, wish, bank):
    donation = DonationFactory(wish=wish, amount_cents=5000)
    give_back(donation, 2000, bank)

    page = client.get(thanks(donation)).content.decode()
    books = client.get(f"/wunschliste/{wish.pk}/kassenbuch/").content.decode()

    assert "Zurückgegangen" in page
    assert "20\N{NO-BREAK SPACE}€" in page
    assert "An Spendende zurück" in books.partition("<tfoot>")[0]


def test_pressed_again_after_paying_the_button_leads_to_the_thanks(client, opened, bank):
    bank.pay(opened.provider_session)
    domain.settle(donation=opened, provider=bank.provider, source=Source.WEBHOOK)

    page = client.post(thanks(opened))

    assert (page.status_code, page.context["outcome"]) == (200, "paid")


def test_pressed_while_the_provider_is_away_it_stays_where_it_is(client, wish, bank, settings):
    donation = DonationFactory(wish=wish, pay="")
    settings.WISHLIST_PROVIDER = "participation.wishlist.gateway.provider"
    settings.STRIPE_API_KEY = ""

    page = client.post(thanks(donation))

    assert (page.status_code, page.context["outcome"]) == (200, "open")


# --- mails ---------------------------------------------------------------------------------------


def test_a_donation_is_thanked_for_once_in_its_language(wish, bank):
    delivered()
    DonationFactory(wish=wish, language="en")

    assert subjects() == ["Thank you for your donation"]


def test_whoever_wants_a_receipt_is_led_to_it_by_mail(wish, bank):
    donation = DonationFactory(wish=wish, wants_receipt=True)

    assert f"/wunschliste/bestaetigung/{donation.key}/" in delivered()[-1].body


def test_a_direct_debit_is_mailed_about_twice(wish, bank):
    delivered()
    DonationFactory(wish=wish, pay="debit_fails")

    assert subjects() == ["Ihre Spende ist unterwegs", "Ihre Spende ist nicht angekommen"]


def test_the_mail_leads_to_the_short_proof_whoever_asked_for_nothing(wish, bank):
    donation = DonationFactory(wish=wish)
    assert f"/wunschliste/bestaetigung/{donation.key}/" in delivered()[-1].body


def test_the_mail_names_what_was_given_for_the_fees(wish, bank):
    DonationFactory(wish=wish, amount_cents=10_000, cover_fees=True)

    mail = delivered()[-1].body
    assert "Davon für Gebühren: 1,78" in mail


def test_a_month_that_fails_is_told_and_can_be_changed(wish, bank):
    donation = DonationFactory(wish=wish, monthly=True)
    bank.renew(donation.subscription.provider_subscription, works=False)
    delivered()

    domain.sync_subscription(
        subscription=donation.subscription, provider=bank.provider, source=Source.JOB
    )

    mail = delivered()[-1]
    assert mail.subject == "Ihre Monatsspende konnte nicht eingezogen werden"
    assert f"/wunschliste/monatlich/{donation.subscription.key}/" in mail.body


def test_the_end_of_a_monthly_donation_is_told_with_its_reason(client, wish, bank):
    donation, other = (DonationFactory(wish=wish, monthly=True) for _time in range(2))
    delivered()
    client.post(f"/wunschliste/monatlich/{donation.subscription.key}/", {"end": "1"})
    assert "Sie wurde beendet, wie Sie es wünschten." in delivered()[-1].body

    finishing.end(wish=wish, by=owner_of(wish.institution))
    domain.reconcile(provider=bank.provider)

    assert not Subscription.objects.get(pk=other.subscription_id).is_running
    assert "Der Wunsch ist beendet" in " ".join(delivered()[-1].body.split())


def test_an_end_for_want_of_money_is_not_called_the_donors_wish(wish, bank):
    subscription = DonationFactory(wish=wish, monthly=True).subscription
    bank.renew(subscription.provider_subscription, works=False)
    for _look in range(2):
        delivered()
        domain.sync_subscription(
            subscription=subscription, provider=bank.provider, source=Source.JOB
        )
        bank.provider.cancel_subscription(subscription.provider_subscription)

    words = " ".join(delivered()[-1].body.split())
    assert "konnte mehrmals nicht eingezogen werden" in words
    assert "wie Sie es wünschten" not in words


def test_what_has_ended_is_not_changed_any_more(client, wish, bank):
    donation = DonationFactory(wish=wish, monthly=True)
    address = f"/wunschliste/monatlich/{donation.subscription.key}/"
    client.post(address, {"end": "1"})

    page = client.post(address, {"amount": "5000"}, follow=True)

    assert "Changed" not in page.content.decode()
    assert "kern-alert--danger" in page.content.decode()
    assert Subscription.objects.get().amount_cents == 2500


def test_fees_are_covered_monthly_only_where_the_city_offers_it(client, wish, bank):
    donation = DonationFactory(wish=wish, monthly=True, cover_fees=True)
    address = f"/wunschliste/monatlich/{donation.subscription.key}/"
    assert client.get(address).context["form"]["cover_fees"].value() is True

    chosen = rules()
    chosen.cover_fees = False
    chosen.save()

    assert "cover_fees" not in client.get(address).context["form"].fields


def test_who_gets_money_back_reads_how_much(wish, bank):
    donation = DonationFactory(wish=wish, amount_cents=5000)
    delivered()
    give_back(donation, 2000, bank)

    (letter,) = delivered()

    assert letter.subject == "Ihre Spende geht an Sie zurück"
    assert "Geht zurück: 20\N{NO-BREAK SPACE}€" in letter.body


def test_who_gave_to_a_wish_that_missed_its_goal_reads_why_money_comes_back(wish, bank):
    donation = DonationFactory(wish=wish, amount_cents=5000)
    Campaign.objects.update(missed_at=timezone.now())
    delivered()
    give_back(donation, 5000, bank)

    (letter,) = delivered()

    assert "Der Wunsch hat sein Ziel nicht erreicht." in letter.body


def test_nobody_is_thanked_for_what_the_own_bank_has_taken_back(client, wish, bank):
    donation = DonationFactory(wish=wish)
    dispute = bank.dispute(donation.provider_payment)
    domain.settle(donation=donation, provider=bank.provider, source=Source.JOB)

    page = client.get(thanks(donation))
    assert page.context["outcome"] == "disputed"
    assert "hält das Geld fest" in page.content.decode()

    bank.close_dispute(donation.provider_payment, dispute, "won")
    domain.settle(donation=donation, provider=bank.provider, source=Source.JOB)
    assert client.get(thanks(donation)).context["outcome"] == "paid"
