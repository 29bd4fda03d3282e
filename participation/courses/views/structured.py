"""What courses tell search engines.

Rules: https://schema.org/Course, https://schema.org/CourseInstance, https://schema.org/EducationEvent,
https://developers.google.com/search/docs/appearance/structured-data/course-info
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.duration import duration_iso_string

from cms.core import structured
from participation.courses import digcomp
from participation.courses.models import Course, Provider, Run, Session
from participation.courses.models.choices import CourseKind, Mode, RunState
from participation.courses.queries.words import words

FRAMEWORK = "https://doi.org/10.2760/115376"
"""DigComp 2.2."""
MODES = {Mode.ON_SITE: "Onsite", Mode.ONLINE: "Online", Mode.HYBRID: "Blended"}
ATTENDANCE = {Mode.ON_SITE: "Offline", Mode.ONLINE: "Online", Mode.HYBRID: "Mixed"}
SCHEMA = "https://schema.org/"


def organization(provider: Provider, request: HttpRequest) -> structured.Thing:
    """An institution that offers courses."""
    return structured.filled(
        {
            "@type": "EducationalOrganization",
            "name": provider.name,
            "url": request.build_absolute_uri(provider.get_absolute_url()),
            "sameAs": provider.homepage,
            "address": structured.postal_address(provider.address),
        }
    )


@dataclass(frozen=True)
class CourseThings:
    """A course with its runs, for the template tag."""

    course: Course
    runs: Sequence[Run]
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The course; a single event is told as such."""
        if self.course.kind == CourseKind.EVENT:
            return [self._event(run) for run in self.runs] or [self._course()]
        return [self._course()]

    def _course(self) -> structured.Thing:
        said, course = words(self.course), self.course
        return structured.filled(
            {
                "@type": "Course",
                "name": said.title,
                "description": said.summary,
                "url": self._url(),
                "inLanguage": said.language,
                "provider": organization(course.provider, self.request),
                "coursePrerequisites": said.requirements,
                "educationalLevel": self._level(),
                "teaches": [_competence(code) for code in course.competences],
                "educationalCredentialAwarded": _certificate(course),
                "hasCourseInstance": [self._instance(run) for run in self.runs],
            }
        )

    def _instance(self, run: Run) -> structured.Thing:
        dates = [date for date in run.sessions.all() if date.cancelled_at is None]
        return structured.filled(
            {
                **self._when_and_where(run),
                "@type": "CourseInstance",
                "courseMode": MODES[Mode(run.mode)],
                "courseWorkload": _workload(dates),
                "instructor": _person(run.teacher_name),
            }
        )

    def _event(self, run: Run) -> structured.Thing:
        return structured.filled(
            {
                **self._when_and_where(run),
                "@type": "EducationEvent",
                "organizer": organization(self.course.provider, self.request),
                "educationalLevel": self._level(),
                "teaches": [_competence(code) for code in self.course.competences],
                "performer": _person(run.teacher_name),
            }
        )

    def _when_and_where(self, run: Run) -> structured.Thing:
        state = "EventCancelled" if run.state == RunState.CANCELLED else "EventScheduled"
        said = words(self.course)
        return {
            "name": said.title,
            "description": said.summary,
            "url": self.request.build_absolute_uri(run.get_absolute_url()),
            "startDate": _moment(run.starts_at),
            "endDate": _moment(run.ends_at),
            "eventStatus": SCHEMA + state,
            "eventAttendanceMode": f"{SCHEMA}{ATTENDANCE[Mode(run.mode)]}EventAttendanceMode",
            "inLanguage": run.spoken,
            "maximumAttendeeCapacity": run.maximum,
            "remainingAttendeeCapacity": run.seats_free,
            "isAccessibleForFree": not any(price.cents for price in run.prices.all()),
            "location": self._locations(run),
            "offers": self._offers(run),
        }

    def _locations(self, run: Run) -> list[structured.Thing]:
        """The room, and for a run online its page: the link to join is for participants only."""
        found = []
        if run.mode != Mode.ONLINE and (run.room or run.address):
            address = structured.postal_address(run.address)
            place = {"@type": "Place", "name": run.room or run.address, "address": address}
            found.append(structured.filled(place))
        if run.mode != Mode.ON_SITE:
            url = self.request.build_absolute_uri(run.get_absolute_url())
            found.append({"@type": "VirtualLocation", "url": url})
        return found

    def _offers(self, run: Run) -> list[structured.Thing]:
        available = "SoldOut" if run.is_full else "InStock"
        url = self.request.build_absolute_uri(run.get_absolute_url())
        prices = [(str(price.get_kind_display()), price.cents) for price in run.prices.all()]
        return [
            structured.filled(
                {
                    "@type": "Offer",
                    "name": name,
                    "price": f"{cents / 100:.2f}",
                    "priceCurrency": "EUR",
                    "category": "Paid" if cents else "Free",
                    "availability": SCHEMA + available,
                    "validFrom": _moment(run.books_from),
                    "url": url,
                }
            )
            for name, cents in prices or [("", 0)]
        ]

    def _level(self) -> str:
        """As search engines sort levels: the framework's eight in three."""
        middle = (self.course.level_from + self.course.level_to) / 2
        return "Beginner" if middle <= 2.5 else "Intermediate" if middle <= 4.5 else "Advanced"

    def _url(self) -> str:
        return self.request.build_absolute_uri(self.course.get_absolute_url())


@dataclass(frozen=True)
class ProviderThings:
    """An institution, for the template tag."""

    provider: Provider
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The organization alone."""
        return [organization(self.provider, self.request)]


def _competence(code: str) -> structured.Thing:
    known = digcomp.COMPETENCES.get(code)
    return structured.filled(
        {
            "@type": "DefinedTerm",
            "termCode": code,
            "name": str(known.words) if known else "",
            "inDefinedTermSet": FRAMEWORK,
        }
    )


def _certificate(course: Course) -> str:
    return translation.gettext("Certificate of attendance") if course.has_certificate else ""


def _person(name: str) -> structured.Thing:
    return {"@type": "Person", "name": name} if name else {}


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _workload(dates: Iterable[Session]) -> str:
    """The hours of all dates as ISO 8601 writes a duration."""
    total = sum((date.ends_at - date.starts_at for date in dates), timedelta())
    return duration_iso_string(total) if total else ""
