"""Runs around today with their guests: booked, waiting, attended, certified."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import moment
from cms.core.demo.mails import nobody_is_mailed
from cms.core.models import Place
from cms.users.models import User
from participation.courses.demo.offer import MANAGER, TEACHER, read_all
from participation.courses.domain import (
    attendance,
    booking,
    ending,
    interest,
    planning,
    reminders,
    runs,
    telling,
)
from participation.courses.models import Booking, Course, Run
from participation.courses.models.choices import (
    BookingState,
    MaterialFor,
    Mode,
    PayBy,
    Presence,
    PriceKind,
)
from participation.courses.models.wanted import Person, Wanted

FIRST = (
    *("Ayla", "Bernd", "Carla", "Deniz", "Elif", "Frieda", "Georg", "Hanna", "Ivo", "Jette"),
    *("Karim", "Lotte", "Milan", "Nora", "Onur", "Petra", "Rashid", "Silke", "Timo", "Ute"),
    *("Viktor", "Wiebke", "Yara", "Zeynep", "Anton", "Birte", "Cem", "Dörte", "Emil", "Fatma"),
)
LAST = ("Muster", "Beispiel", "Probe")
NEEDS = ("Platz für einen Rollstuhl", "Bitte vorn sitzen, ich höre schlecht", "Assistenzhund")
OPINIONS = (
    (5, 5, 5, 4, "Viel Zeit für Fragen.", ""),
    (4, 5, 5, 5, "Kleine Gruppe, gute Beispiele.", "Noch ein Termin mehr."),
    (5, 4, 5, 4, "", ""),
    (3, 4, 4, 3, "", "Der Raum war etwas laut."),
    (5, 5, 5, 5, "Das Heft zum Mitnehmen!", ""),
    (4, 4, 5, 4, "", ""),
)
OPENS = 42
"""Days before the first date on which booking opens, at the latest today."""
_numbers = count()


@step(103, "Runs, guests and certificates")
def load(site: DemoSite) -> None:
    """Each run from its plan to today."""
    with nobody_is_mailed():
        for data in read_all():
            venues = {venue["key"]: venue for venue in data["venues"]}
            for item in data["courses"]:
                course = site.snippets["course", item["key"]]
                for plan in item.get("runs", ()):
                    _Story(course, item, plan, venues).tell()
                _interested(course, item.get("interested", 0))


def _interested(course: Course, number: int) -> None:
    for turn in range(number):
        with at(days_ago(40 - 6 * turn)):
            noted = interest.note_interest(
                course=course,
                email=f"vorgemerkt-{turn}@example.org",
                language="de",
                comment="Am liebsten samstags" if turn % 2 else "",
            )
            interest.confirm(interest=noted)


class _Story:
    """One run of the content files."""

    def __init__(
        self, course: Course, item: dict[str, Any], plan: dict[str, Any], venues: dict[str, Any]
    ) -> None:
        self.course, self.item, self.plan = course, item, plan
        self.venue = venues.get(plan.get("venue", ""), {})
        self.start = moment(f"{plan['days']:+d}d {plan['at']}")
        self.now = timezone.now()
        self.manager = User.objects.get(email=MANAGER)
        self.teacher = User.objects.get(email=TEACHER)

    def tell(self) -> None:
        """Plan it, fill it, hold what is over, certify who was there."""
        opened = min(self.start - timedelta(days=OPENS), self.now - timedelta(days=20))
        with at(opened - timedelta(days=2)):
            run = planning.create_run(
                course=self.course,
                words=self._words(opened),
                prices=self._prices(),
                teachers=[self.teacher],
            )
            run = runs.plan_sessions(run=run, **self._dates())
            run = runs.open_run(run=run)
        self._fill(run, opened)
        self._go_on(run)

    def _words(self, opened: datetime) -> dict[str, Any]:
        plan, venue = self.plan, self.venue
        features = {*venue.get("features", ()), *self.item.get("features", ())}
        place = Place.objects.filter(name=venue.get("place", "")).first()
        return {
            "mode": plan.get("mode", Mode.ON_SITE),
            "room": venue.get("name", ""),
            "address": venue.get("address", ""),
            "place": place,
            "online_url": "https://treffen.example.org/kurs" if "mode" in plan else "",
            "spoken": self.course.language,
            "wheelchair": "wheelchair" in features,
            "hearing_loop": "hearing" in features,
            "sign_language": "sign_language" in features,
            "child_care": "child_care" in features,
            "teacher_name": plan["teacher"],
            "minimum": plan.get("min", 1),
            "maximum": plan["max"],
            "decides_on": self._decides_on(),
            "books_from": opened,
        }

    def _decides_on(self) -> date | None:
        """Days before the first date, where a number of people is needed at least."""
        if "min" not in self.plan:
            return None
        return self.start.date() - timedelta(days=self.plan.get("decides", 7))

    def _prices(self) -> dict[str, int]:
        if not self.item.get("price"):
            return {}
        reduced = self.item["reduced"]
        return {PriceKind.NORMAL: self.item["price"], PriceKind.REDUCED: reduced}

    def _dates(self) -> dict[str, Any]:
        """Weekly, or on days in a row, without those between Christmas and Epiphany."""
        first, times, every = (
            self.start.date(),
            self.plan.get("times", 1),
            self.plan.get("every", 7),
        )
        days: list[date] = []
        left_out: list[date] = []
        for number in count():
            day = first + timedelta(days=number * every)
            (left_out if _is_holiday(day) else days).append(day)
            if len(days) == times:
                break
        total = len(days) + len(left_out)
        frequency = "DAILY" if every == 1 else "WEEKLY"
        begins = self.start.time()
        ends = (self.start + timedelta(minutes=self.plan["minutes"])).time()
        rule = f"FREQ={frequency};COUNT={total}" if times > 1 else ""
        return {
            "first": first,
            "begins": begins,
            "ends": ends,
            "rule": rule,
            "exceptions": left_out,
        }

    def _fill(self, run: Run, opened: datetime) -> None:
        """Groups book one after the other, between the opening and the beginning or today."""
        groups = [*self.plan.get("booked", ()), *self.plan.get("waiting", ())]
        last = min(self.start - timedelta(hours=5), self.now - timedelta(hours=2))
        for number, size in enumerate(groups, start=1):
            share = number / (len(groups) + 1)
            with at(opened + (last - opened) * share):
                self._book(run, size)

    def _book(self, run: Run, size: int) -> Booking:
        number = next(_numbers)
        prices = list(run.prices.all())
        people = tuple(
            Person(
                name=f"{FIRST[(number * 7 + turn * 11) % len(FIRST)]} {LAST[number % len(LAST)]}",
                price=prices[(number + turn) % len(prices)].pk if prices else None,
                needs=NEEDS[number % len(NEEDS)] if (number + turn) % 9 == 4 else "",
            )
            for turn in range(size)
        )
        wanted = Wanted(people=people, email=f"gast-{number}@example.org", pay_by=PayBy.ON_SITE)
        made = booking.book(run=run, key=uuid4(), wanted=wanted, language="de", user=None)
        return booking.confirm(booking=made)

    def _go_on(self, run: Run) -> None:
        run.refresh_from_db()
        if reason := self.plan.get("cancelled"):
            runs.cancel_run(run=run, reason=reason)
        elif leaver := self.plan.get("leaves"):
            ending.cancel(booking=run.bookings.booked()[leaver])
        elif run.minimum <= run.seats_taken and self.start - self.now < timedelta(days=10):
            with at(min(self.start - timedelta(days=8), self.now)):
                runs.assure(run=run)
        if self.plan.get("moved"):
            self._move_last(run)
        for session in run.sessions.filter(ends_at__lt=self.now, cancelled_at=None):
            self._hold(run, session)
        if run.ends_at and run.ends_at < self.now:
            self._wind_up(run)

    def _move_last(self, run: Run) -> None:
        date = run.sessions.order_by("-starts_at")[0]
        day = timedelta(days=1)
        runs.move_session(session=date, starts_at=date.starts_at + day, ends_at=date.ends_at + day)

    def _hold(self, run: Run, session: Any) -> None:
        """Most were there; one in seven was ill."""
        people = [person.pk for person in _people(run)]
        notes = {
            pk: Presence.EXCUSED if (turn + session.pk) % 7 == 3 else Presence.PRESENT
            for turn, pk in enumerate(people)
        }
        with at(session.starts_at + timedelta(minutes=10)):
            attendance.mark(session=session, presences=notes, by=self.teacher)

    def _wind_up(self, run: Run) -> None:
        """Material, certificates, and what participants thought."""
        ends_at = run.ends_at or timezone.now()
        with at(ends_at):
            telling.add_material(
                run=run,
                title="Folien und Übungen",
                file=None,
                url="https://unterlagen.example.org/",
                shown=MaterialFor.AFTER,
                by=self.manager,
            )
        with at(ends_at + timedelta(hours=1)):
            reminders.wind_up()
        for turn, row in enumerate(run.bookings.booked()):
            overall, content, teaching, access, good, better = OPINIONS[turn % len(OPINIONS)]
            telling.give_feedback(
                key=row.feedback_key,
                answers={
                    "overall": overall,
                    "content": content,
                    "teaching": teaching,
                    "access": access,
                    "good": good,
                    "better": better,
                },
            )


def _people(run: Run) -> Iterator[Any]:
    for row in run.bookings.filter(state=BookingState.BOOKED).order_by("pk"):
        yield from row.attendees.all()


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)
