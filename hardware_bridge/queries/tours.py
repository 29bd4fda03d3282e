"""Tours as drivers and the depot look at them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from hardware_bridge.charts.way import Way, way
from hardware_bridge.models import Tour, TourStop
from hardware_bridge.models.choices import Result, TourState
from hardware_bridge.models.tours import OPEN
from hardware_bridge.queries.bins import place_of

SHOWN = timedelta(days=14)
Point = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """A stop, where it is, and where it lies in the drawing."""

    stop: TourStop
    point: Point | None
    x: float | None = None
    y: float | None = None

    @property
    def geo(self) -> str:
        """An address that opens the phone's own navigation (RFC 5870); empty without a place."""
        return f"geo:{self.point[0]:.6f},{self.point[1]:.6f}" if self.point else ""


@dataclass(frozen=True)
class Sheet:
    """A tour with all of its stops in their order."""

    tour: Tour
    stops: list[Stop]
    depot: Point | None
    drawing: Way | None

    @property
    def done(self) -> int:
        """Stops with a report."""
        return sum(each.stop.done_at is not None for each in self.stops)

    @property
    def saved_stops(self) -> int:
        """Stops of the fixed round that this tour leaves out."""
        return max(0, self.tour.fixed_stops - len(self.stops))

    @property
    def saved_percent(self) -> int:
        """How much shorter it is than the fixed round."""
        fixed = self.tour.fixed_metres
        return round(100 * self.tour.saved_metres / fixed) if fixed else 0


def tours() -> QuerySet[Tour]:
    """Tours with their stops counted, the newest first."""
    counted = Tour.objects.select_related("group", "round", "driver").annotate(
        stop_count=Count("stops"),
        done_count=Count("stops", filter=Q(stops__done_at__isnull=False)),
        trouble_count=Count("stops", filter=Q(stops__result__in=[Result.BLOCKED, Result.DAMAGED])),
    )
    # Counting takes the model's own order away.
    return counted.order_by("-date", "-pk")


def tours_of_drivers(today: date | None = None) -> list[Tour]:
    """Open tours from yesterday on, and those that ended today. One query."""
    today = today or timezone.localdate()
    open_ = Q(state__in=[TourState.PROPOSED, TourState.UNDERWAY], date__gte=today - timedelta(1))
    ended = Q(state=TourState.DONE, date=today)
    return list(tours().filter(open_ | ended, date__lte=today + SHOWN).order_by("date", "pk"))


def open_on(day: date) -> QuerySet[Tour]:
    """Tours of a day that are still to be driven, or under way."""
    return Tour.objects.filter(state__in=OPEN, date=day)


def sheet(public_id: UUID) -> Sheet | None:
    """A tour with everything that is shown of it. Two queries."""
    joined = Tour.objects.select_related("group", "round", "driver")
    tour = joined.filter(public_id=public_id).first()
    return _sheet(tour) if tour else None


def _sheet(tour: Tour) -> Sheet:
    rows = list(tour.stops.select_related("device").order_by("order", "pk"))
    points = [place_of(row.device) for row in rows]
    depot = (
        (float(tour.round.depot_latitude), float(tour.round.depot_longitude))
        if tour.round
        else None
    )
    drawing = way(depot, [point for point in points if point])
    spots = iter(drawing.stops if drawing else [])
    stops = [
        Stop(row, point, *(next(spots) if point else (None, None)))
        for row, point in zip(rows, points, strict=True)
    ]
    return Sheet(tour, stops, depot, drawing)


def saved_since(day: date) -> dict[str, int]:
    """What tours that were driven have saved against the fixed rounds. One query."""
    driven = Tour.objects.filter(state=TourState.DONE, date__gte=day)
    rows = list(driven.annotate(count=Count("stops")))
    return {
        "tours": len(rows),
        "metres": sum(tour.saved_metres for tour in rows),
        "stops": sum(max(0, tour.fixed_stops - tour.count) for tour in rows),
    }
