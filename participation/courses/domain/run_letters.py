"""What guests, teachers and providers are written about a run."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.letters import Letter, send
from participation.courses.domain import calendar_files
from participation.courses.domain.booking_letters import TAKEN_OUT, once, own_page, told
from participation.courses.models import Booking, Run, RunMessage, Session
from participation.courses.queries.dates import moment_in_words, when
from participation.courses.queries.entries import place_of


def takes_place(*, booking: Booking) -> None:
    """Enough people have booked, or the provider has decided so."""
    with translation.override(booking.language):
        told(booking, _("It takes place: %(course)s"), [_("The course takes place.")])


def moved(*, booking: Booking, session: Session, before: datetime) -> None:
    """A date is at another time: agree, or cancel for the whole fee."""
    with translation.override(booking.language):
        told(
            booking,
            _("A date was moved: %(course)s"),
            [
                _("One date of your course was moved."),
                _("Please tell us whether you come all the same."),
                _("You can cancel instead. You get the whole fee back then."),
            ],
            facts=[(_("Before"), moment_in_words(before)), (_("Now"), when(session))],
            links=[(_("Agree or cancel"), booking.get_absolute_url())],
            attachments=[calendar_files.dates_of(booking)],
        )


def date_cancelled(*, booking: Booking, session: Session, reason: str) -> None:
    """One date of several does not take place."""
    with translation.override(booking.language):
        told(
            booking,
            _("A date is cancelled: %(course)s"),
            [
                _("This date of your course does not take place: %(date)s")
                % {"date": when(session)},
                *([reason] if reason else []),
                _("You can cancel your booking. You get the whole fee back then."),
            ],
            after=[str(TAKEN_OUT)],
            attachments=[calendar_files.taken_back(booking, [session])],
        )


def remind(*, booking: Booking, session: Session) -> bool:
    """The day before; once for each date and the time it then has."""
    event = f"day-before-{session.pk}-{session.starts_at:%Y%m%d}"
    if not once(booking, event, session=session):
        return False
    with translation.override(booking.language):
        place = place_of(booking.run, session)
        told(
            booking,
            _("Tomorrow: %(course)s"),
            [_("Your course is tomorrow. We look forward to seeing you.")],
            facts=[
                (_("Date"), when(session)),
                *([(_("Place"), place)] if place else []),
                *_online(booking.run),
            ],
            links=[
                (_("Your codes for the door"), reverse("courses:codes", args=[booking.key])),
                own_page(booking),
            ],
        )
    return True


def _online(run: Run) -> list[tuple[str, str]]:
    return [(_("To join online"), run.online_url)] if run.online_url else []


def follow_up(*, booking: Booking) -> bool:
    """After the last date: where materials and the certificate are, and what we want to know."""
    if not once(booking, "follow-up"):
        return False
    with translation.override(booking.language):
        told(
            booking,
            _("After your course: %(course)s"),
            [
                _("Thank you for taking part. Materials and certificates are on your page."),
                _("Please tell us how it was. Your answers are anonymous and take two minutes."),
            ],
            links=[
                (_("Materials and certificate"), booking.get_absolute_url()),
                (_("How was it?"), reverse("courses:feedback", args=[booking.feedback_key])),
            ],
        )
    return True


def message(*, booking: Booking, message: RunMessage) -> None:
    """What a teacher or provider tells everybody, in their words."""
    with translation.override(booking.language):
        words = [message.text, _("This message goes to everybody in your course.")]
        told(booking, f"{message.subject.replace('%', '%%')} (%(course)s)", words)


def too_few(*, run: Run) -> None:
    """Tell the provider that it is time to decide."""
    with translation.override("de"):
        letter = Letter(
            subject=_("Please decide: %(course)s") % {"course": run.course.title},
            paragraphs=[
                ngettext(
                    "The decision date has come, and %(count)s person is still missing.",
                    "The decision date has come, and %(count)s people are still missing.",
                    run.lacks,
                )
                % {"count": run.lacks},
                _("Cancel the run with one press, or say that it takes place all the same."),
            ],
            facts=[
                (_("Begins"), moment_in_words(run.starts_at) if run.starts_at else ""),
                (_("Seats taken"), f"{run.seats_taken} / {run.maximum}"),
                (_("Fewest people"), str(run.minimum)),
            ],
            links=[(_("Decide"), reverse("my_run", args=[run.course.provider_id, run.pk]))],
        )
        send(letter, to=run.course.provider.email, language="de")
