"""How measures have changed, from the hourly and daily values alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardware_bridge.charts.course import Course, Point, course
from hardware_bridge.models import MEASURES, DayRollup, Device, HourRollup, Measure
from hardware_bridge.queries.words import in_words

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LABELS = 5
"""Times that are written below a drawing, at equal distances."""


@dataclass(frozen=True)
class Span:
    """A span of time that ends now; ``step`` is the time that each value stands for."""

    key: str
    label: Any
    length: timedelta
    step: timedelta
    stamp: str
    """How the times below the drawing are written."""


SPANS = {
    span.key: span
    for span in (
        Span("day", gettext_lazy("24 hours"), DAY, HOUR, "H:i"),
        Span("week", gettext_lazy("7 days"), 7 * DAY, HOUR, "D j. n."),
        Span("quarter", gettext_lazy("90 days"), 90 * DAY, DAY, "j. n."),
    )
}


@dataclass(frozen=True)
class Row:
    """A line of the table, in words."""

    when: str
    low: str
    mean: str
    high: str


@dataclass(frozen=True)
class Chart:
    """A drawing with the same in words."""

    measure: Measure
    span: Span
    drawing: Course
    times: list[str]
    rows: list[Row]
    summary: str

    @property
    def ticks(self) -> list[str]:
        """The values beside the drawing, from the top."""
        ticks = self.drawing.ticks
        decimals = max(len(f"{tick:g}".partition(".")[2]) for tick in ticks)
        return [in_words(self.measure, tick, decimals) for tick in reversed(ticks)]


def charts(
    devices: Sequence[Device],
    measures: Sequence[str],
    span: str,
    *,
    now: datetime | None = None,
) -> list[Chart]:
    """The course of each measure, of several devices together. One query for all of them."""
    chosen, end = SPANS[span], now or timezone.now()
    points = _points([device.pk for device in devices], measures, chosen, end)
    return [_chart(points[measure], MEASURES[measure], chosen, end) for measure in measures]


def _chart(points: Sequence[Point], measure: Measure, span: Span, end: datetime) -> Chart:
    start = end - span.length
    drawing = course(
        points,
        start=start.timestamp(),
        end=end.timestamp(),
        step=span.step.total_seconds(),
        limits=(0, 100) if measure.unit == "%" else None,
    )
    moments = (start + span.length * part / (LABELS - 1) for part in range(LABELS))
    return Chart(
        measure=measure,
        span=span,
        drawing=drawing,
        times=[date_format(timezone.localtime(moment), span.stamp) for moment in moments],
        rows=list(_rows(points, measure, span)),
        summary=_summary(points, measure),
    )


def _points(
    devices: Sequence[int], measures: Sequence[str], span: Span, end: datetime
) -> dict[str, list[Point]]:
    """Lowest, mean and highest of each hour or day by measure; a day stands at its noon."""
    own = {"device__in": devices, "channel": 0, "measure__in": measures}
    start = end - span.length
    if span.step == HOUR:
        rows: QuerySet[Any] = HourRollup.objects.filter(
            **own, bucket__gt=start - HOUR, bucket__lte=end
        )
    else:
        days = [timezone.localdate(moment) for moment in (start, end)]
        rows = DayRollup.objects.filter(**own, bucket__range=days)
    points: dict[str, list[Point]] = {measure: [] for measure in measures}
    sums = rows.order_by("bucket").values("measure", "bucket")
    for row in sums.annotate(
        lowest=Min("low"), highest=Max("high"), sum=Sum("total"), number=Sum("count")
    ):
        at = _middle(row["bucket"], span.step).timestamp()
        point = Point(at, row["lowest"], row["sum"] / row["number"], row["highest"])
        points[row["measure"]].append(point)
    return points


def _middle(bucket: datetime | date, step: timedelta) -> datetime:
    if isinstance(bucket, datetime):
        return bucket + step / 2
    return timezone.make_aware(datetime.combine(bucket, time(12)))


def _rows(points: Sequence[Point], measure: Measure, span: Span) -> Iterator[Row]:
    """One for each hour of a day, else one for each day, newest first."""
    by_hour = span.length == DAY

    def when(point: Point) -> str:
        local = datetime.fromtimestamp(point.at, tz=timezone.get_current_timezone())
        if by_hour:
            return date_format(local.replace(minute=0), "D H:i")
        return date_format(local, "SHORT_DATE_FORMAT")

    for words, found in groupby(reversed(points), when):
        some = list(found)
        yield Row(
            words,
            in_words(measure, min(point.low for point in some)),
            in_words(measure, sum(point.mean for point in some) / len(some)),
            in_words(measure, max(point.high for point in some)),
        )


def _summary(points: Sequence[Point], measure: Measure) -> str:
    """What the drawing says, in a sentence."""
    if not points:
        return _("No values in this time.")
    return _("%(measure)s: between %(low)s and %(high)s, at the end %(last)s on average.") % {
        "measure": str(measure.label).capitalize(),
        "low": in_words(measure, min(point.low for point in points)),
        "high": in_words(measure, max(point.high for point in points)),
        "last": in_words(measure, points[-1].mean),
    }
