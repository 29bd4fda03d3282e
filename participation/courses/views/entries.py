"""Courses as entries of calendars and feeds."""

from django.http import HttpRequest

from cms.core import calendars, feeds
from participation.courses.models import Course, Session
from participation.courses.queries.entries import place_of, uid_of
from participation.courses.queries.words import words


def of_session(session: Session, request: HttpRequest) -> calendars.Entry:
    """A date of a run. Where one joins online is told to participants only."""
    run = session.run
    said = words(run.course)
    return calendars.Entry(
        uid=uid_of(session),
        title=f"{said.title}: {session.topic}" if session.topic else said.title,
        start=session.starts_at,
        end=session.ends_at,
        place=place_of(run, session),
        description=said.summary,
        url=request.build_absolute_uri(run.course.get_absolute_url()),
        changed=max(session.changed_at, run.changed_at),
    )


def of_course(course: Course, request: HttpRequest) -> feeds.Entry:
    """A course that was released."""
    said = words(course)
    released = course.published_at or course.changed_at
    return feeds.Entry(
        uid=f"tag:{request.get_host()},2026:course:{course.pk}",
        title=said.title,
        url=request.build_absolute_uri(course.get_absolute_url()),
        summary=f"{course.provider}: {said.summary}",
        date=released.date(),
        changed=max(released, course.changed_at),
    )
