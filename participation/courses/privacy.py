"""What a person has booked, and what they do for a provider of courses.

Erasing cancels what is still to come, so that others get the seats, and takes the person out of
what has been: numbers stay, names do not.
"""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.core.privacy import Export, PersonalData, exempt, export_of, register
from participation.courses import models
from participation.courses.domain import ending, retention
from participation.courses.models.choices import BookingState
from participation.courses.queries import mine


def _people(user: Any) -> Export:
    """Everybody of the bookings, with what was noted of their attendance."""
    found = models.Attendee.objects.filter(booking__in=mine.bookings(user))
    rows = found.annotate(
        course=F("booking__run__course__title"),
        begins=F("booking__run__starts_at"),
        booked=F("booking__created_at"),
        state=F("booking__state"),
        email=F("booking__email"),
        phone=F("booking__phone"),
        remark=F("booking__remark"),
        number=F("certificate__number"),
    )
    columns = {
        "course": _("Course"),
        "begins": _("Begins"),
        "state": _("State"),
        "booked": _("Booked on"),
        "name": _("Name"),
        "email": _("E-mail address"),
        "phone": _("Telephone"),
        "needs": _("What you need to take part"),
        "remark": _("Remark"),
        "number": _("Certificate"),
    }
    people: list[dict[str, Any]] = [{name: getattr(row, name) for name in columns} for row in rows]
    for person in people:
        person["state"] = BookingState(person["state"]).label
    return Export(columns, people)


def _attendance(user: Any) -> Export:
    found = models.Attendance.objects.filter(attendee__booking__in=mine.bookings(user))
    return export_of(
        found.select_related("session", "attendee"),
        "attendee",
        "session",
        "presence",
        "at",
        attendee=_("Name"),
        session=_("Date"),
    )


def _erase_bookings(user: Any) -> None:
    for booking in mine.bookings(user).filter(anonymised_at=None):
        if not booking.run.is_over():
            ending.cancel(booking=booking)
        retention.anonymise(booking=booking)
    models.CalendarKey.objects.filter(user=user).delete()


def _erase_work(user: Any) -> None:
    models.ProviderMembership.objects.filter(user=user).delete()
    user.taught_runs.clear()
    models.Course.objects.filter(created_by=user).update(created_by=None)
    models.CourseStep.objects.filter(by=user).update(by=None)
    models.Material.objects.filter(added_by=user).update(added_by=None)
    models.RunMessage.objects.filter(sent_by=user).update(sent_by=None)
    models.Attendance.objects.filter(by=user).update(by=None)
    models.Refund.objects.filter(by=user).update(by=None)


register(
    PersonalData(
        key="course-bookings",
        title=_("Courses you have booked"),
        models=("courses.Booking", "courses.CalendarKey"),
        purpose=_("So that a seat is kept for you and you hear of changes."),
        export=_people,
        erase=_erase_bookings,
        keeps=_(
            "That a seat was booked and paid stays counted, without your name. The number of a "
            "certificate stays, so that your paper can still be checked."
        ),
        order=33,
    ),
    PersonalData(
        key="course-attendance",
        title=_("Dates of courses you were at"),
        models=("courses.Attendance",),
        purpose=_("So that you can get a certificate."),
        export=_attendance,
        erase=lambda user: None,
        keeps=_("It stays countable, without your name."),
        order=33,
    ),
    PersonalData(
        key="course-interests",
        title=_("Courses you want to hear of"),
        models=("courses.Interest",),
        purpose=_("So that you hear of new dates."),
        export=lambda user: export_of(
            mine.interests(user), "course", "note", "created_at", course=_("Course")
        ),
        erase=lambda user: mine.interests(user).delete(),
        order=33,
    ),
    PersonalData(
        key="course-work",
        title=_("What you do for providers of courses"),
        models=(
            "courses.ProviderMembership",
            "courses.Run",
            "courses.Course",
            "courses.CourseStep",
            "courses.Material",
            "courses.RunMessage",
        ),
        purpose=_("So that you can work on courses, and it can be followed who decided what."),
        export=lambda user: export_of(
            models.ProviderMembership.objects.filter(user=user).select_related("provider"),
            "provider",
            "role",
            "since",
            provider=_("Provider"),
        ),
        erase=_erase_work,
        keeps=_("Courses are the provider's and stay, without your name."),
        order=34,
    ),
)
exempt("Says which person of the office wished a refund; erased with their work.", "courses.Refund")
