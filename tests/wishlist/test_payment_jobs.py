"""Jobs around payments, the system check, and a rule about who speaks to Stripe."""

from pathlib import Path

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Difference, Donation, Payout
from django.conf import settings as project
from django.core.checks import Tags, run_checks
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer
from procrastinate.contrib.django.procrastinate_app import current_app

from participation.wishlist import checks
from participation.wishlist.gateway import provider
from participation.wishlist.tasks import money

pytestmark = pytest.mark.django_db


def warnings() -> list[str]:
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [one.msg for one in found if one.id == "wishlist.W001"]


def test_a_wish_for_money_without_a_provider_is_warned_about(campaign, settings):
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRETS = "sk_test_x", []
    assert warnings() == ["Wishes look for money, but STRIPE_WEBHOOK_SECRETS is not set."]
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_x"]
    assert warnings() == []


def test_without_a_wish_for_money_no_provider_is_needed(settings):
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRETS = "", []
    assert warnings() == []


@pytest.mark.parametrize("what", ["", "goal_cents"])
def test_before_and_amid_migrations_no_provider_is_missed(settings, what):
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRETS = "", []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE crowdfunding_lite_campaign RENAME {what} TO of_old")
        assert checks.wishes_need_a_payment_provider(databases=["default"]) == []
        transaction.set_rollback(True)


def test_the_periodic_jobs_are_known_to_the_worker():
    names = {task.task.name for task in current_app.periodic_registry.periodic_tasks.values()}
    assert {"wishlist.reconcile", "wishlist.compare_balance"} <= names
    assert not ProcrastinatePeriodicDefer.objects.exists()


def test_without_a_key_campaigns_still_end(campaign, settings):
    settings.STRIPE_API_KEY = ""
    campaign.ends_on = "2020-01-01"
    campaign.save()
    money.reconcile(0)
    money.compare_balance(0)
    campaign.refresh_from_db()
    assert campaign.stage == "ended"


def test_a_refund_job_gives_the_money_back_once(payments_on, begin, stripe):
    donation = begin()
    payments_on.pay(donation.provider_session)
    domain.settle(donation=donation, provider=stripe, source="return")
    refund = domain.request_refund(donation=donation, cents=500, reason="", by=None)
    for _again in range(2):
        money.carry_out_refund(refund.pk)
    assert [one["amount"] for one in payments_on.books()["refunds"]] == [500]


def test_a_payout_job_that_comes_too_late_does_no_harm(payments_on, begin, stripe, campaign):
    donation = begin()
    payments_on.pay(donation.provider_session)
    domain.settle(donation=donation, provider=stripe, source="return")
    payout = domain.plan_payout(campaign=campaign, cents=1000)
    domain.cancel_payout(payout=payout)
    money.send_payout(payout.pk)
    assert Payout.objects.get().state == "cancelled"


def test_the_nightly_job_looks_again_at_days_with_differences(payments_on, begin, stripe):
    donation = begin()
    payments_on.pay(donation.provider_session)
    donation = domain.settle(donation=donation, provider=stripe, source="return")
    entry = donation.balance_entries.get()
    Donation.objects.update(settled_cents=1)
    Difference.objects.create(
        provider_reference=entry.provider_reference, day=entry.at.date(), ours_cents=1
    )
    money.compare_balance(0)
    donation.refresh_from_db()
    assert donation.settled_cents == 5000
    assert not Difference.objects.unsolved().exists()


def test_a_month_job_tells_stripe_what_the_donor_wishes(payments_on, begin, stripe):
    donation = begin(1000, monthly=True)
    payments_on.pay(donation.provider_session)
    subscription = domain.settle(donation=donation, provider=stripe, source="return").subscription
    domain.cancel_subscription(subscription=subscription)
    money.sync_subscription(subscription.pk)
    subscription.refresh_from_db()
    assert subscription.state == "cancelled"


def test_the_providers_gateway_is_made_once(payments_on):
    assert provider() is provider()


def test_one_file_alone_imports_stripes_library():
    found = [
        str(path.relative_to(project.BASE_DIR))
        for folder in ("cms", "participation", "vendor/django-crowdfunding-lite/crowdfunding_lite")
        for path in (project.BASE_DIR / Path(folder)).rglob("*.py")
        if any(
            line.startswith(("import stripe", "from stripe"))
            for line in path.read_text().split("\n")
        )
    ]
    assert found == ["participation/wishlist/gateway/client.py"]
