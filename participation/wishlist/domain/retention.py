"""How long donors are known by name, and what becomes of their data afterwards.

Books are kept ten years from the end of the year (AO § 147 (1) no. 1 and 4, (3) and (4)); they stay
whole without names. Data that nothing needs goes sooner.
"""

from datetime import datetime, timedelta

from crowdfunding_lite.models import Donation, DonationState, Donor, Pledge, Subscription
from crowdfunding_lite.models.needs import HOLDING
from crowdfunding_lite.models.subscriptions import RUNNING
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from participation.wishlist.domain.rules import settings
from participation.wishlist.models import UpdateReader

DONOR = ("email", "name", "company", "street", "postcode", "city", "country")
WITHOUT_MONEY, PLEDGES = timedelta(days=30), timedelta(days=365)
"""Tries that came to nothing, and pledges that are over, are known so long."""
BATCH = 500


def shred(*, donor: Donor) -> Donor:
    """Empty a donor's data, also where it was copied to; the donations stay in the books."""
    with transaction.atomic():
        donor = Donor.objects.select_for_update(of=("self",)).get(pk=donor.pk)
        for name in DONOR:
            setattr(donor, name, "")
        donor.user, donor.shredded_at = None, timezone.now()
        donor.save()
        nameless = {"user": None, "public_name": ""}
        donations = Donation.objects.filter(donor=donor)
        for donation in donations.exclude(checkout={}):
            donation.checkout = donation.checkout | {"email": ""}
            donation.save(update_fields=["checkout"])
        donations.update(dedication="", **nameless)
        Subscription.objects.filter(donor=donor).update(**nameless)
        UpdateReader.objects.filter(donor=donor).delete()
    return donor


def shred_old_donors(now: datetime | None = None) -> int:
    """Shred donors whose time is over; how many."""
    now = now or timezone.now()
    last_year = timezone.localtime(now).year - settings().donor_years
    running = Subscription.objects.filter(donor=OuterRef("pk"), state__in=RUNNING)
    donors = Donor.objects.filter(shredded_at=None).exclude(Exists(running))
    given = Donation.objects.filter(donor=OuterRef("pk")).exclude(state__in=_without_money())
    nothing_came = ~Exists(given) & Q(created_at__lt=now - WITHOUT_MONEY)
    kept = donors.annotate(last=Max("donations__created_at"))
    old = kept.filter(Q(last__year__lt=last_year) | nothing_came).order_by("pk")[:BATCH]
    return sum(bool(shred(donor=donor)) for donor in list(old))


def _without_money() -> tuple[str, ...]:
    """States in which no money has come, and none will."""
    return (DonationState.EXPIRED, DonationState.FAILED)


def forget_old_pledges(now: datetime | None = None) -> int:
    """Take givers out of pledges that have been over for a year; what was given stays counted."""
    limit = (now or timezone.now()) - PLEDGES
    over = Pledge.objects.filter(created_at__lt=limit).exclude(email="")
    done = Q(handed_over_at__lt=limit) | ~Q(state__in=HOLDING)
    return over.filter(done).update(name="", email="", note="", user=None)
