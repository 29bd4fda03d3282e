"""Verbs of teachers: messages to everybody, materials; and what participants say afterwards."""

from collections.abc import Mapping
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import received
from cms.users.models import User
from participation.courses.domain import run_letters
from participation.courses.domain.rules import NotAllowedError, locked, note
from participation.courses.models import Booking, Feedback, Material, Run, RunMessage
from participation.courses.models.bookings import new_key

PAPERS = "Kurse, nur für Teilnehmende"
MOST_MATERIALS, MESSAGES_A_DAY = 40, 10


def message_all(*, run: Run, key: UUID, subject: str, text: str, by: User | None) -> RunMessage:
    """Write to everybody who has booked; the same form sent again writes once. NotAllowedError."""
    known = RunMessage.objects.filter(form_key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _message(locked(run), key, subject, text, by)
    except IntegrityError:
        return RunMessage.objects.get(form_key=key)


def _message(run: Run, key: UUID, subject: str, text: str, by: User | None) -> RunMessage:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if run.messages.filter(sent_at__gte=today).count() >= MESSAGES_A_DAY:
        raise NotAllowedError(_("That was a lot of messages today. Please wait until tomorrow."))
    guests = list(run.bookings.booked().exclude(email="").select_related("run__course"))
    if not guests:
        raise NotAllowedError(_("Nobody has booked yet."))
    sent = RunMessage.objects.create(
        run=run, form_key=key, subject=subject, text=text, sent_by=by, recipients=len(guests)
    )
    for booking in guests:
        run_letters.message(booking=booking, message=sent)
    return sent


def add_material(
    *, run: Run, title: str, file: File | None, url: str, shown: str, by: User | None
) -> Material:
    """Give participants a file or a link. Files are stored where only they can open them."""
    if run.materials.count() >= MOST_MATERIALS:
        raise NotAllowedError(_("There is no room for more materials. Please take one away."))
    with transaction.atomic():
        document = None
        if file is not None:
            document = received.document(file)
            document.collection = received.collection(PAPERS, closed=True)
            document.title, document.uploaded_by_user = title, by
            document.save()
        return Material.objects.create(
            run=run, title=title, document=document, url=url, shown=shown, added_by=by
        )


def remove_material(*, material: Material) -> None:
    """Take it away, with its file."""
    with transaction.atomic():
        document = material.document
        material.delete()
        if document is not None:
            document.delete()


def follow_up(*, booking: Booking) -> bool:
    """Write once after the last date, with a key for feedback; False: that was done."""
    with transaction.atomic():
        found = Booking.objects.select_for_update(of=("self",)).select_related("run__course")
        booking = found.get(pk=booking.pk)
        if not booking.feedback_key:
            note(booking, feedback_key=new_key())
        return run_letters.follow_up(booking=booking)


def give_feedback(*, key: str, answers: Mapping[str, object]) -> Feedback | None:
    """Store what somebody thought, and forget who: the key is used up. None: it was used before.

    Neither row knows the other, and neither keeps a time, so they cannot be brought together.
    """
    with transaction.atomic():
        found = Booking.objects.select_for_update().filter(feedback_key=key).first()
        if not key or found is None:
            return None
        note(found, feedback_key="")
        return Feedback.objects.create(run_id=found.run_id, **answers)
