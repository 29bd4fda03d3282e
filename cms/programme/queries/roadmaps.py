"""The work plan over the quarters: what each row is called, when it was planned, how it went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from cms.core import kin
from cms.programme import quarters
from cms.programme.charts.roadmap import Axis, Goal, Lane, Span, lane
from cms.programme.models import FirstStep, Milestone, ProjectPage, RoadmapPage, WorkingGroupPage
from cms.programme.models.choices import Stage
from cms.programme.models.quarter_fields import quarter_of
from cms.programme.queries.languages import fact_rows, with_words

ENDED = {Stage.COMPLETED, Stage.STOPPED}
COLOURED = {Stage.OPERATION: "running", Stage.COMPLETED: "running", Stage.STOPPED: "stopped"}
"""Stages whose bars have a colour of their own."""


@dataclass
class Row:
    """A row of the roadmap; ``lane`` is its drawing, the rest says the same in words."""

    title: str
    url: str
    planned: Span | None
    actual: Span | None
    milestones: Sequence[Milestone] = ()
    stage: str = ""
    stage_label: str = ""
    lane: Lane | None = None

    @property
    def planned_words(self) -> str:
        """When it was planned."""
        return _words(self.planned, _("from %(start)s"))

    @property
    def actual_words(self) -> str:
        """When it really was."""
        return _words(self.actual, _("since %(start)s"))

    @property
    def reached(self) -> str:
        """How many milestones have been reached; empty without milestones."""
        if not self.milestones:
            return ""
        done = sum(1 for milestone in self.milestones if milestone.actual)
        return ngettext(
            "%(done)s of %(total)s milestone reached",
            "%(done)s of %(total)s milestones reached",
            len(self.milestones),
        ) % {"done": done, "total": len(self.milestones)}

    @property
    def goals(self) -> list[tuple[str, str, str]]:
        """Each milestone's title, state and when it was or is to be reached."""
        return [(item.title, item.state, _when(item)) for item in self.milestones]

    @property
    def summary(self) -> str:
        """What the drawing beside the title shows, for those who do not see it."""
        parts = [
            _("planned: %(span)s") % {"span": self.planned_words} if self.planned else "",
            _("actual: %(span)s") % {"span": self.actual_words} if self.actual else "",
            self.reached,
        ]
        return "; ".join(part for part in parts if part)

    @property
    def quarters(self) -> list[int]:
        """Every quarter that is drawn."""
        spans = [span for span in (self.planned, self.actual) if span]
        ends = [end for span in spans for end in (span.start, span.end) if end is not None]
        return ends + [_quarter(milestone) for milestone in self.milestones]


@dataclass
class Section:
    """Rows that belong together, as in the work plan."""

    key: str
    title: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Roadmap:
    """A roadmap ready to draw; ``today`` is None when it lies outside the years."""

    sections: list[Section]
    axis: Axis
    today: float | None
    legend: frozenset[str]
    """The bars and marks that occur, to explain no others: ``planned``, ``actual``, ``running``
    (operation or completed), ``stopped``, ``done``, ``open``, ``late``."""


def roadmap(sections: Iterable[Section]) -> Roadmap | None:
    """Draw the sections that have rows over the years that all of them need; None without any."""
    shown = [section for section in sections if section.rows]
    rows = [row for section in shown for row in section.rows]
    axis = Axis.covering(quarter for row in rows for quarter in row.quarters)
    if axis is None:
        return None
    for row in rows:
        goals = [
            Goal(_quarter(item), bool(item.actual), item.state, _hint(item))
            for item in row.milestones
        ]
        row.lane = lane(axis, row.planned, row.actual, goals)
    legend = frozenset(sign for row in rows for sign in _signs(row))
    return Roadmap(sections=shown, axis=axis, today=_today(axis), legend=legend)


def project_rows(pages: Sequence[ProjectPage], locale: Locale) -> list[Row]:
    """Projects with their milestones. One or two queries besides the projects."""
    milestones = fact_rows(Milestone.objects.all(), pages, locale)
    return [_project_row(page, milestones[page.facts.pk]) for page in pages]


def milestones_of(
    pages: Sequence[ProjectPage], locale: Locale
) -> list[tuple[ProjectPage, Milestone]]:
    """Every milestone with its project. One or two queries besides the projects."""
    found = fact_rows(Milestone.objects.all(), pages, locale)
    return [(page, milestone) for page in pages for milestone in found[page.facts.pk]]


def group_rows(pages: Iterable[WorkingGroupPage]) -> list[Row]:
    """Working groups, which have no end. No query besides the groups."""
    rows = []
    for page in pages:
        planned = quarter_of(page.facts, "planned_start")
        actual = quarter_of(page.facts, "actual_start")
        rows.append(
            Row(
                title=page.title,
                url=page.url,
                planned=Span(planned, None) if planned else None,
                actual=_span(actual, None, goes_on=True),
            )
        )
    return rows


def first_step_rows(page: RoadmapPage) -> list[Row]:
    """The page's first steps, with the pages about them in this language. Two or three queries."""
    steps = with_words(
        FirstStep.objects.filter(
            page__translation_key=page.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        ),
        page.locale,
    )
    targets = kin.twins((step.target_id for step in steps if step.target_id), page.locale)
    return [
        Row(
            title=step.title,
            url=targets[step.target_id].url if step.target_id in targets else "",
            planned=_span(quarter_of(step, "planned_start"), quarter_of(step, "planned_end")),
            actual=_span(
                quarter_of(step, "actual_start"), quarter_of(step, "actual_end"), goes_on=True
            ),
        )
        for step in steps
    ]


def _project_row(page: ProjectPage, milestones: Sequence[Milestone]) -> Row:
    planned = [quarters.number(*milestone.planned) or 0 for milestone in milestones]
    actual = [_quarter(milestone) for milestone in milestones if milestone.actual]
    ended = page.stage in ENDED
    return Row(
        title=page.title,
        url=page.url,
        planned=Span(min(planned), max(planned)) if planned else None,
        actual=_span(min(actual), max(actual) if ended else None, goes_on=True) if actual else None,
        milestones=milestones,
        stage=page.stage,
        stage_label=page.get_stage_display(),
    )


def _span(start: int | None, end: int | None, *, goes_on: bool = False) -> Span | None:
    """From start to end; what goes on without an end reaches to today."""
    if start is None:
        return None
    if end is not None:
        return Span(start, max(start, end))
    if goes_on:
        quarter, share = quarters.place_of(timezone.localdate())
        return Span(start, max(start, quarter), until=share if quarter >= start else 1.0)
    return Span(start, start)


def _signs(row: Row) -> Iterable[str]:
    """What the row's drawing is made of, in the words of the legend."""
    if row.planned:
        yield "planned"
    if row.actual:
        yield COLOURED.get(row.stage, "actual")  # type: ignore[call-overload]
    for milestone in row.milestones:
        yield milestone.state.removesuffix("_late")


def _hint(milestone: Milestone) -> str:
    """What is said of a mark under the pointer."""
    return f"{milestone.title} ({quarters.words(_quarter(milestone))})"


def _quarter(milestone: Milestone) -> int:
    """The quarter in which it was reached, else the planned one."""
    return quarters.number(*(milestone.actual or milestone.planned)) or 0


def _when(milestone: Milestone) -> str:
    planned = quarters.words(quarters.number(*milestone.planned) or 0)
    actual = quarters.words(_quarter(milestone))
    words = {
        "done": _("reached in %(actual)s, planned for %(planned)s"),
        "done_late": _("reached in %(actual)s, planned for %(planned)s"),
        "late": _("late, planned for %(planned)s"),
        "open": _("planned for %(planned)s"),
    }[milestone.state]
    if planned == actual and milestone.actual:
        words = _("reached in %(actual)s, as planned")
    return words % {"actual": actual, "planned": planned}


def _words(span: Span | None, open_words: str) -> str:
    if span is None:
        return ""
    start = quarters.words(span.start)
    if span.end is None or span.goes_on:
        return open_words % {"start": start}
    if span.end == span.start:
        return start
    return _("%(start)s to %(end)s") % {"start": start, "end": quarters.words(span.end)}


def _today(axis: Axis) -> float | None:
    today = timezone.localdate()
    return round(axis.at(*quarters.place_of(today)), 1) if today.year in axis.years else None
