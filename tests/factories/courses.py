"""Providers, courses, runs and bookings, made by the verbs that people's clicks run."""

from datetime import date, time, timedelta
from uuid import uuid4

import factory
import pytest
from django.utils import timezone
from factory.django import DjangoModelFactory

from participation.courses.domain import booking as verbs
from participation.courses.domain import runs
from participation.courses.models import (
    Booking,
    Course,
    CourseIndexPage,
    PriceCategory,
    Provider,
    ProviderMembership,
    Run,
)
from participation.courses.models.choices import CourseState, PriceKind, Role
from participation.courses.models.wanted import Person, Wanted
from tests.factories.people import UserFactory


class ProviderFactory(DjangoModelFactory):
    """An institution that offers courses."""

    name = factory.Sequence(lambda number: f"Stadtbücherei {number}")
    email = "buecherei@example.org"

    class Meta:
        model = Provider


class CourseFactory(DjangoModelFactory):
    """A course in the catalogue."""

    provider = factory.SubFactory(ProviderFactory)
    title = "Das Handy sicher nutzen"
    summary = "Einstellungen, Apps und Nachrichten."
    text = "Wir üben an Ihrem eigenen Gerät."
    topic = "basics"
    competences = ["1.1", "4.2"]
    state = CourseState.PUBLISHED

    class Meta:
        model = Course


class RunFactory(DjangoModelFactory):
    """A run that takes bookings: weekly from a week from now on, ``dates`` times from six to eight.

    ``cents`` gives it a normal price; ``first`` is the day of its first date.
    """

    course = factory.SubFactory(CourseFactory)
    maximum = 8
    room = "Saal 1"
    address = "Rathausallee 50"

    class Meta:
        model = Run

    @classmethod
    def _create(cls, model_class, *args, dates=2, first: date | None = None, cents=0, **fields):
        is_draft = fields.pop("draft", False)
        fields.setdefault("books_from", timezone.now() - timedelta(days=30))
        run = Run.objects.create(**fields)
        runs.plan_sessions(
            run=run,
            first=first or timezone.localdate() + timedelta(days=7),
            begins=time(18),
            ends=time(20),
            rule=f"FREQ=WEEKLY;COUNT={dates}" if dates > 1 else "",
        )
        if cents:
            PriceCategory.objects.create(run=run, kind=PriceKind.NORMAL, cents=cents)
        if not is_draft:
            runs.open_run(run=run)
        return Run.objects.get(pk=run.pk)


def wanted(*names, email="", **values) -> Wanted:
    """What a guest enters for people of these names."""
    people = tuple(Person(name=name) for name in names or ("Erika Muster",))
    return Wanted(people=people, email=email or f"{uuid4().hex}@example.org", **values)


def book(run, *names, confirmed=True, user=None, **values) -> Booking:
    """A booking for people of these names, confirmed by the link of its mail."""
    made = verbs.book(
        run=run, key=uuid4(), wanted=wanted(*names, **values), language="de", user=user
    )
    made = verbs.confirm(booking=made) if confirmed else made
    return Booking.objects.get(pk=made.pk)


def teacher_of(run) -> object:
    """Somebody who teaches a run."""
    user = UserFactory()
    ProviderMembership.objects.create(provider=run.course.provider, user=user, role=Role.TEACHER)
    run.teachers.add(user)
    return user


def manager_of(provider) -> object:
    """Somebody who manages a provider's courses."""
    user = UserFactory()
    ProviderMembership.objects.create(provider=provider, user=user, role=Role.MANAGER)
    return user


@pytest.fixture
def courses_page(site):
    """The start page of the courses in the small site."""
    page = CourseIndexPage(title="Kurse", slug="kurse", introduction="Lernen Sie mit.")
    return site.home.add_child(instance=page)
