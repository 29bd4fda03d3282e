"""Courses as open data, below ``/api/v1/courses/``."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from cms.core.api import Listing, WindowQuery, api, cut
from participation.courses.forms.catalogue import LONGEST_QUERY
from participation.courses.models import Course, Run
from participation.courses.models.choices import CourseKind, Mode, PriceKind, RunState, Topic
from participation.courses.queries import catalogue
from participation.courses.queries import course as queries
from participation.courses.queries.words import with_words, words

router = Router(tags=["courses"])


class ProviderOut(Schema):
    """Who offers a course."""

    id: int
    name: str


class PriceOut(Schema):
    """A price of a run, in cents of the euro."""

    kind: PriceKind
    cents: int


class RunOut(Schema):
    """A run that is still to come; ``url`` is where it is booked."""

    id: int
    url: str
    state: RunState
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    place: str | None
    room: str
    address: str
    spoken: str
    wheelchair: bool
    hearing_loop: bool
    sign_language: bool
    child_care: bool
    seats: int = Field(alias="maximum")
    seats_free: int
    waiting: int = Field(alias="waiting_seats")
    prices: list[PriceOut]

    @staticmethod
    def resolve_url(run: Run, context: Any) -> str:
        """With the host that was asked."""
        return str(context["request"].build_absolute_uri(run.get_absolute_url()))

    @staticmethod
    def resolve_place(run: Run) -> str | None:
        """The name."""
        return run.place.name if run.place else None

    @staticmethod
    def resolve_prices(run: Run) -> list[Any]:
        """As they were read."""
        return list(run.prices.all())


class CourseOut(Schema):
    """A course of the catalogue with its next runs; ``url`` is its page."""

    id: int
    title: str
    summary: str
    language: str
    url: str
    kind: CourseKind
    topic: Topic
    provider: ProviderOut
    competences: list[str] = Field(description="Codes of DigComp 2.2")
    level_from: int
    level_to: int
    runs: list[RunOut]

    @staticmethod
    def resolve_title(course: Course) -> str:
        """In the language asked for, else in its own."""
        return words(course).title

    @staticmethod
    def resolve_summary(course: Course) -> str:
        """In the same language."""
        return words(course).summary

    @staticmethod
    def resolve_language(course: Course) -> str:
        """That the words are in."""
        return words(course).language

    @staticmethod
    def resolve_url(course: Course, context: Any) -> str:
        """With the host that was asked."""
        return str(context["request"].build_absolute_uri(course.get_absolute_url()))

    @staticmethod
    def resolve_runs(course: Any) -> list[Run]:
        """Those that were read with it."""
        return list(course.next_runs)


class CourseDetail(CourseOut):
    """A course with all its words and all runs that are not over."""

    text: str
    requirements: str
    attendance_percent: int

    @staticmethod
    def resolve_text(course: Course) -> str:
        """In the language of the title."""
        return words(course).text

    @staticmethod
    def resolve_requirements(course: Course) -> str:
        """In the same language."""
        return words(course).requirements


class Filters(Schema):
    """The filters of the catalogue; those of runs leave courses out that have no such run."""

    q: str = Field("", max_length=LONGEST_QUERY, description="Words")
    topic: Topic | None = None
    kind: CourseKind | None = None
    area: int | None = Field(None, ge=1, le=5, description="Area of DigComp 2.2")
    competence: str = Field("", pattern=r"^([1-5]\.[1-6])?$")
    level: int | None = Field(None, ge=1, le=8)
    provider: int | None = Field(None, ge=1, le=2**31)
    since: date | None = Field(None, ge=date(2000, 1, 1), le=date(2200, 1, 1))
    until: date | None = Field(None, ge=date(2000, 1, 1), le=date(2200, 1, 1))
    weekday: int | None = Field(None, ge=1, le=7, description="1 is Monday")
    mode: Mode | None = None
    place: str = Field("", max_length=80, description="Name of a place as lists have it in links")
    seats: catalogue.Seats | None = None
    fee: catalogue.Fee | None = None
    spoken: str = Field("", max_length=20)
    wheelchair: bool = False
    hearing_loop: bool = False
    sign_language: bool = False
    child_care: bool = False

    @property
    def chosen(self) -> dict[str, Any]:
        """As the catalogue's queries take them."""
        found = {name: value for name, value in self.dict().items() if value}
        return {name: str(v) if isinstance(v, int) else v for name, v in found.items()}


FiltersQuery = Query[Filters]


@router.get("/", response=Listing[CourseOut])
def courses(request: HttpRequest, window: WindowQuery, filters: FiltersQuery) -> dict[str, Any]:
    """Courses of the catalogue, the next to begin first, each with up to three next runs."""
    return cut(catalogue.courses(filters.chosen, get_language() or "de"), window)


@router.get("/{int:number}/", response=CourseDetail)
def course(request: HttpRequest, number: int) -> Course:
    """One course; 404 for one that is not in the catalogue."""
    found = with_words(Course.objects.public().select_related("provider"), get_language() or "de")
    shown: Any = get_object_or_404(found, pk=number)
    shown.next_runs = queries.runs(shown)
    return shown


api.add_router("/courses", router)
