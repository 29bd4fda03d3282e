"""``python -m tests.benchmarks.courses 5000``: that many runs, four a course, five dates each.

They are written in bulk: the verbs that clicks run would take half an hour. Nothing is random, so
every run makes the same rows.
"""

import sys
from datetime import timedelta
from itertools import product

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.core.models import Place  # noqa: E402
from participation.courses import digcomp  # noqa: E402
from participation.courses.models import (  # noqa: E402
    Course,
    CourseText,
    PriceCategory,
    Provider,
    Run,
    Session,
)
from participation.courses.models.choices import (  # noqa: E402
    CourseState,
    Mode,
    PriceKind,
    RunState,
    Topic,
)

RUNS_OF_A_COURSE, DATES, DAYS = 4, 5, 360
WHAT = ("Handy", "Tabellen", "Fotos", "Podcast", "Roboter", "Passwörter", "Webseite", "KI")
FOR_WHOM = ("Einsteiger*innen", "Fortgeschrittene", "Familien", "Vereine", "den Beruf")


def fill(number: int) -> None:
    """Add the runs with their courses, over the next twelve months."""
    with transaction.atomic():
        courses = _courses(number // RUNS_OF_A_COURSE)
        _runs(courses, number)


def _courses(number: int) -> list[Course]:
    providers = list(Provider.objects.order_by("pk"))
    titles = [f"{what} für {whom}" for what, whom in product(WHAT, FOR_WHOM)]
    codes = list(digcomp.COMPETENCES)
    made = Course.objects.bulk_create(
        Course(
            provider=providers[turn % len(providers)],
            title=f"{titles[turn % len(titles)]} {turn}",
            summary="Sie lernen in kleinen Gruppen, was Sie im Alltag brauchen.",
            text="Wir üben an eigenen Beispielen und haben Zeit für Fragen.",
            topic=Topic.values[turn % len(Topic.values)],
            competences=[codes[turn % len(codes)], codes[(turn * 5 + 3) % len(codes)]],
            level_from=turn % 6 + 1,
            level_to=turn % 6 + 2,
            state=CourseState.PUBLISHED,
            published_at=timezone.now() - timedelta(hours=turn),
        )
        for turn in range(number)
    )
    CourseText.objects.bulk_create(
        CourseText(
            course=course, language="en", title=f"Course {turn}", summary="In short.", text="Text."
        )
        for turn, course in enumerate(made)
        if turn % 2
    )
    return made


def _runs(courses: list[Course], number: int) -> None:
    places = list(Place.objects.order_by("pk"))
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    starts = [now + timedelta(days=1 + turn * 7 % DAYS, hours=turn % 9) for turn in range(number)]
    made = Run.objects.bulk_create(
        Run(
            course=courses[turn % len(courses)],
            state=RunState.PLANNED,
            starts_at=start,
            ends_at=start + timedelta(weeks=DATES - 1, hours=2),
            books_from=now - timedelta(days=30),
            books_until=start,
            mode=Mode.values[turn % 3],
            room=f"Raum {turn % 40}",
            address=f"Musterweg {turn % 40}, 22846 Norderstedt",
            place=places[turn % len(places)],
            wheelchair=turn % 2 == 0,
            child_care=turn % 5 == 0,
            minimum=3,
            maximum=12,
        )
        for turn, start in enumerate(starts)
    )
    Session.objects.bulk_create(
        (
            Session(run=run, starts_at=start, ends_at=start + timedelta(hours=2))
            for run in made
            for week in range(DATES)
            for start in [run.starts_at + timedelta(weeks=week)]
        ),
        batch_size=5000,
    )
    PriceCategory.objects.bulk_create(
        PriceCategory(run=run, kind=PriceKind.NORMAL, cents=500 * (turn % 8))
        for turn, run in enumerate(made)
        if turn % 3
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
