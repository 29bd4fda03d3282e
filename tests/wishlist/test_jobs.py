"""The wish list's jobs, as the worker runs them: by the hour, at night, and in January."""

from datetime import UTC, date, datetime, timedelta

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import (
    Difference,
    Donor,
    Payout,
    PayoutMethod,
    PayoutState,
    Pledge,
    PledgeState,
)
from django.utils import timezone

from cms.core.models import OutgoingMail
from cms.notifications.models import Notice
from participation.wishlist.domain import receipts
from participation.wishlist.models import Institution, Receipt, ReceiptKind
from participation.wishlist.tasks import money as money_tasks
from participation.wishlist.tasks import office, wishes
from tests.factories.people import UserFactory
from tests.factories.wishlist import DonationFactory, PledgeFactory, UpdateFactory
from tests.users.helpers import delivered
from tests.wishlist.helpers import subjects
from tests.wishlist.office import donation, institution, wish

pytestmark = pytest.mark.django_db
NIGHT = 0


@pytest.fixture(autouse=True)
def _pages(wishes_page):
    """Links lead below the start of the wish list."""


def test_at_night_what_was_held_long_enough_may_go():
    payout = money.plan_payout(campaign=donation().campaign)
    office.release_payouts(timestamp=NIGHT)
    payout.refresh_from_db()
    assert payout.state == PayoutState.HELD
    Payout.objects.update(hold_until=timezone.localdate())
    office.release_payouts(timestamp=NIGHT)
    payout.refresh_from_db()
    assert payout.state == PayoutState.READY


def test_in_the_morning_the_treasury_hears_once_what_is_wrong():
    treasurer = UserFactory(role="Treasurers")
    UserFactory(role="Wish list readers")
    office.tell_treasury(timestamp=NIGHT)
    assert not Notice.objects.exists()

    Difference.objects.create(day=timezone.localdate(), provider_reference="txn_1", theirs_cents=7)
    for _morning in range(2):
        office.tell_treasury(timestamp=NIGHT)
    notice = Notice.objects.get()
    assert notice.user == treasurer
    assert notice.title == "1 Hinweis zu Spenden"
    assert notice.text == "Abweichungen vom Guthaben beim Zahlungsdienst: 1"
    assert notice.path == "/admin/wishlist/"


def test_in_january_receipts_of_the_last_year_are_mailed_once(time_machine):
    time_machine.move_to("2026-01-16T03:41:00+00:00", tick=False)
    for year in (2024, 2025, 2026):
        donation(paid_at=datetime(year, 1, 10, tzinfo=UTC), wants_receipt=True)
    for _night in range(2):
        office.issue_receipts(timestamp=NIGHT)
    assert Receipt.objects.get().data["day"] == "10.01.2025"
    assert subjects() == ["Ihre Zuwendungsbestätigung"]


def test_what_the_law_no_longer_asks_for_is_forgotten():
    this_year = timezone.localdate().year
    papers = {"tax_valid_until": date(this_year, 1, 1), "tax_notice_on": date(this_year - 12, 1, 1)}
    ours = wish(institution(**papers))
    for years in (11, 9):
        receipts.issue(
            kind=ReceiptKind.SINGLE,
            donations=[donation(ours)],
            today=date(this_year - years, 6, 1),
        )
    office.forget_receipts(timestamp=NIGHT)
    assert Receipt.objects.get().year == this_year - 9


def test_every_hour_what_nobody_has_confirmed_goes():
    promised = PledgeFactory(confirmed=False)
    Institution.objects.filter(pk=institution(signed=False).pk).update(state="unconfirmed")
    wishes.forget(timestamp=NIGHT)
    assert Institution.objects.filter(state="unconfirmed").count() == 0
    promised.refresh_from_db()
    assert promised.state == PledgeState.UNCONFIRMED
    Pledge.objects.update(created_at=timezone.now() - timedelta(days=30))
    wishes.forget(timestamp=NIGHT)
    promised.refresh_from_db()
    assert promised.state == PledgeState.EXPIRED


def test_every_morning_givers_are_reminded_once():
    PledgeFactory()
    Pledge.objects.update(confirmed_at=timezone.now() - timedelta(days=8))
    delivered()
    for _morning in range(2):
        wishes.remind(timestamp=NIGHT)
    assert OutgoingMail.objects.count() == 1


def test_every_night_those_whose_time_is_over_become_nameless():
    old, new = (donation() for _time in range(2))
    long_ago = timezone.now() - timedelta(days=12 * 366)
    type(old).objects.filter(pk=old.pk).update(created_at=long_ago)
    Donor.objects.filter(pk=old.donor_id).update(created_at=long_ago)
    pledge = PledgeFactory()
    Pledge.objects.update(state=PledgeState.WITHDRAWN, created_at=long_ago)
    wishes.apply_retention(timestamp=NIGHT)
    for row, name in ((old.donor, ""), (new.donor, "Erika Muster"), (pledge, "")):
        row.refresh_from_db()
        assert row.name == name


def test_an_update_is_mailed_to_who_wants_it_and_one_that_is_gone_to_nobody(bank):
    given = DonationFactory(wants_updates=True)
    update = UpdateFactory(wish=given.campaign.wish)
    delivered()
    wishes.tell_readers(update_id=update.pk + 1)
    assert not OutgoingMail.objects.exists()
    wishes.tell_readers(update_id=update.pk)
    assert delivered()[-1].to == [given.donor.email]


def test_a_transfer_through_the_provider_is_made_once(bank):
    given = DonationFactory(amount_cents=5000)
    receiver = given.campaign.receiver
    receiver.payout_method, receiver.provider_account = PayoutMethod.PROVIDER, "acct_1"
    receiver.save()
    payout = money.plan_payout(campaign=given.campaign, cents=1000, by=UserFactory())
    Payout.objects.update(state=PayoutState.READY)
    for _time in range(2):
        money_tasks.send_payout(payout.pk)
    assert [each.cents for each in bank.provider.transfers(payout.reference)] == [1000]
    payout.refresh_from_db()
    assert payout.state == PayoutState.PAID
