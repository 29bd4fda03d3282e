"""``python -m tests.benchmarks.rush_stock 500 20``: a run of 20 seats, and 500 people signed in.

Says as JSON what their browsers would have: the form's address, its stamp, and a session each.
``python -m tests.benchmarks.rush_stock`` alone says what has become of the run.
"""

import json
import sys
from datetime import time, timedelta

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.core.guards import stamp  # noqa: E402
from cms.users.models import User  # noqa: E402
from participation.courses.domain import runs  # noqa: E402
from participation.courses.models import Booking, Course, Provider, Run  # noqa: E402
from participation.courses.models.choices import CourseState  # noqa: E402


def fill(people: int, seats: int) -> dict[str, object]:
    """Make the run and the people."""
    provider = Provider.objects.create(name="Stadtbücherei", email="buecherei@example.org")
    course = Course.objects.create(
        provider=provider,
        title="Das Handy sicher nutzen",
        summary="Kurz",
        text="Lang",
        topic="basics",
        state=CourseState.PUBLISHED,
    )
    run = Run.objects.create(course=course, maximum=seats)
    first = timezone.localdate() + timedelta(days=30)
    runs.plan_sessions(run=run, first=first, begins=time(18), ends=time(20))
    runs.open_run(run=run)
    users = [User(email=f"guest-{number}@example.org") for number in range(people)]
    for user in users:
        user.set_unusable_password()
    made = User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in made
    )
    return {
        "path": reverse("courses:run", args=[run.pk]),
        "stamp": stamp(10),
        "cookie": settings.SESSION_COOKIE_NAME,
        "guests": [[user.email, _session(user)] for user in made],
    }


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def outcome() -> dict[str, object]:
    """Who is booked and who waits, in the order in which the database let them in."""
    run = Run.objects.get()
    rows = Booking.objects.filter(run=run).order_by("pk")
    queue = run.queue.order_by("pk").values_list("booking_id", flat=True)
    return {
        "states": list(rows.values_list("state", flat=True)),
        "in_order": list(queue) == list(rows.filter(state="waiting").values_list("pk", flat=True)),
        "seats_taken": run.seats_taken,
        "waiting_seats": run.waiting_seats,
    }


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    print(json.dumps(fill(*numbers) if numbers else outcome()))
