"""What is deleted by itself when its time is over."""

from datetime import timedelta

from django.utils import timezone

from participation.culture.domain.rules import settings
from participation.culture.models import Booking, Post
from participation.culture.models.choices import BookingState

DAYS = 30.44
ENDED = (BookingState.DECLINED, BookingState.WITHDRAWN)


def forget_old() -> tuple[int, int]:
    """Delete posts and requests that never came to anything; how many of each."""
    limit = timezone.now() - timedelta(days=settings().kept_months * DAYS)
    posts = Post.objects.filter(expires_on__lt=timezone.localdate(limit))
    asked = Booking.objects.filter(state__in=ENDED, decided_at__lt=limit)
    counts = posts.count(), asked.count()
    posts.delete()
    asked.delete()
    return counts
