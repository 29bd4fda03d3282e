"""Where somebody stands in a queue."""

from participation.courses.models import Booking, WaitingListEntry
from participation.courses.models.choices import EntryState


def place_in_queue(booking: Booking) -> int:
    """1 for the head of the queue, 0 for who does not wait. At most two queries."""
    entry = WaitingListEntry.objects.filter(booking=booking, state=EntryState.WAITING).first()
    if entry is None:
        return 0
    ahead = WaitingListEntry.objects.filter(
        run=entry.run_id, state=EntryState.WAITING, pk__lt=entry.pk
    )
    return ahead.count() + 1
