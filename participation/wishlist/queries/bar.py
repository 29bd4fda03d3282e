"""Whether somebody tries out stolen cards at present: then the form of a donation asks for more."""

from datetime import timedelta

from crowdfunding_lite.models import DonationEvent, DonationState, EventKind
from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone

MINUTES, SHARE, SECONDS = 60, 4, 30
"""Looked back; one failure in so many tries is still ordinary; the answer is kept so long."""
KEY = "wishlist:raised-bar"


def failures(minutes: int = MINUTES) -> tuple[int, int]:
    """Declined or failed payments of the last minutes, and donations begun. Two queries."""
    since = timezone.now() - timedelta(minutes=minutes)
    failed = Q(kind=EventKind.DECLINED) | Q(kind=EventKind.STATE, to_state=DonationState.FAILED)
    found = DonationEvent.objects.filter(at__gte=since)
    return found.filter(failed).count(), found.filter(kind=EventKind.STARTED).count()


def is_raised(least: int) -> bool:
    """Whether failures have risen: at least so many in the last hour, and one in four tries."""
    cache = caches["shared"]
    known = cache.get(KEY)
    if known is None:
        failed, begun = failures()
        known = failed >= least and failed * SHARE >= begun
        cache.set(KEY, known, timeout=SECONDS)
    return bool(known)
