"""Whether somebody tries out stolen cards at present: then the form of a donation asks for more."""

from datetime import timedelta

from crowdfunding_lite.models import Donation, DonationEvent, DonationState, EventKind
from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from participation.wishlist.models import WishlistSettings

MINUTES, SHARE, SECONDS = 60, 4, 30
"""Looked back; one failure in so many tries is still ordinary; the answer is kept so long."""
KEY = "wishlist:raised-bar"
FAILED = Q(kind=EventKind.DECLINED) | Q(kind=EventKind.STATE, to_state=DonationState.FAILED)


def failures(minutes: int = MINUTES) -> tuple[int, int]:
    """Declined or failed payments of the last minutes, and donations begun. Two queries."""
    found = _since(minutes)
    return found.filter(FAILED).count(), found.filter(kind=EventKind.STARTED).count()


def is_raised(least: int) -> bool:
    """Whether failures have risen: at least so many in the last hour, and one in four tries."""
    cache = caches["shared"]
    known = cache.get(KEY)
    if known is None:
        failed, begun = failures()
        known = failed >= least and failed * SHARE >= begun
        cache.set(KEY, known, timeout=SECONDS)
    return bool(known)


def _since(minutes: int) -> QuerySet[DonationEvent]:
    return DonationEvent.objects.filter(at__gte=timezone.now() - timedelta(minutes=minutes))


def suspicious() -> QuerySet[Donation]:
    """What was declined in the last hour, the newest first, while that has raised the bar; else
    nothing."""
    chosen = WishlistSettings.for_site(Site.objects.get(is_default_site=True))
    if not is_raised(chosen.declines_per_hour):
        return Donation.objects.none()
    failed = _since(MINUTES).filter(FAILED, donation=OuterRef("pk"))
    return Donation.objects.filter(Exists(failed)).order_by("-created_at")
