"""Certificates: for whom, with which number, and what is frozen in them."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.courses import digcomp
from participation.courses.domain.rules import NotAllowedError, note
from participation.courses.models import (
    Attendee,
    Certificate,
    CertificateSeries,
    CourseText,
    Run,
)
from participation.courses.models.choices import BookingState, Presence

HOUR = timedelta(hours=1)


def digest_of(data: dict[str, Any]) -> str:
    """SHA-256 of the data as JSON with sorted keys, without blanks, in UTF-8."""
    line = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode()).hexdigest()


def issue_for(*, run: Run) -> list[Certificate]:
    """Certify everybody who was there often enough and has none yet, once the run is over.

    The rule is the course's: a share of the dates that took place. Raises NotAllowedError.
    """
    if run.is_cancelled or not run.is_over():
        raise NotAllowedError(_("Certificates are issued after the last date."))
    if not run.course.has_certificate:
        raise NotAllowedError(_("This course has no certificates."))
    with transaction.atomic():
        return [_issue(person, run) for person in _entitled(run)]


def _entitled(run: Run) -> list[Attendee]:
    dates = run.sessions.filter(cancelled_at=None).count()
    least = -(-dates * run.course.attendance_percent // 100)
    was_there = Q(attendance__presence=Presence.PRESENT, attendance__session__cancelled_at=None)
    people = Attendee.objects.select_for_update(of=("self",)).filter(
        pk__in=Attendee.objects.filter(
            booking__run=run, booking__state=BookingState.BOOKED, certificate=None
        )
        .exclude(name="")
        .annotate(times=Count("attendance", filter=was_there))
        .filter(times__gte=max(1, least))
        .values("pk")
    )
    return list(people.select_related("booking").order_by("pk"))


def _issue(person: Attendee, run: Run) -> Certificate:
    language = person.booking.language
    issued_on = timezone.localdate()
    number = _next_number(issued_on.year)
    data = _data(person, run, language) | {"number": number, "issued": issued_on.isoformat()}
    return Certificate.objects.create(
        attendee=person,
        run=run,
        number=number,
        digest=digest_of(data),
        data=data,
        language=language,
    )


def _next_number(year: int) -> str:
    """``2027-000042``: without gaps, since the year's row is locked until the paper is stored."""
    CertificateSeries.objects.get_or_create(year=year)
    series = CertificateSeries.objects.select_for_update().get(year=year)
    note(series, last=series.last + 1)
    return f"{year}-{series.last:06d}"


def _data(person: Attendee, run: Run, language: str) -> dict[str, Any]:
    """What is printed, in the guest's language, as words."""
    course = run.course
    told = CourseText.objects.filter(course=course, language=language).first()
    dates = list(run.sessions.filter(cancelled_at=None))
    hours = sum((each.ends_at - each.starts_at for each in dates), timedelta()) / HOUR
    attended = person.attendance.filter(
        presence=Presence.PRESENT, session__cancelled_at=None
    ).count()
    with translation.override(language):
        return {
            "name": person.name,
            "course": told.title if told else course.title,
            "provider": course.provider.name,
            "from": date_format(timezone.localtime(run.starts_at), "DATE_FORMAT"),
            "to": date_format(timezone.localtime(run.ends_at), "DATE_FORMAT"),
            "dates": f"{attended} / {len(dates)}",
            "hours": f"{hours:.1f}".replace(".", ",").removesuffix(",0"),
            "level": f"{course.level_from}–{course.level_to}",
            "competences": [
                f"{code} {digcomp.COMPETENCES[code].words}"
                for code in course.competences
                if code in digcomp.COMPETENCES
            ],
            "teacher": run.teacher_name,
        }


def revoke(*, certificate: Certificate, reason: str) -> Certificate:
    """Say that a certificate no longer holds, such as one with a wrong name.

    Its number stays, without what it said; another one may be issued.
    """
    with transaction.atomic():
        found = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if found.revoked_at is None:
            note(
                found,
                revoked_at=timezone.now(),
                revoked_reason=reason,
                attendee=None,
                data={},
            )
    return found


def is_intact(certificate: Certificate) -> bool:
    """Whether what is stored is what was issued; one whose person is forgotten has but its sum."""
    return not certificate.data or digest_of(certificate.data) == certificate.digest
