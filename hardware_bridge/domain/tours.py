"""Verbs: a tour of the depot, from the proposal to the last stop.

proposed → under way → done, or dropped. What a driver reports carries a key of the phone, so it may
be sent again after a dead zone without being counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.users.models import User
from hardware_bridge.domain import alerts
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.models import CollectionRound, Device, Tour, TourStop
from hardware_bridge.models.choices import Condition, Kind, Listed, Result, TourState
from hardware_bridge.models.tours import FURTHEST, OPEN
from hardware_bridge.queries import bins
from hardware_bridge.queries.bins import Candidate
from hardware_bridge.reckoning.geometry import Point
from hardware_bridge.reckoning.routing import MOST_STOPS, Matrix, Route, RoutingError, best_routes

LONGEST_NOTE = 300
LATE = timedelta(days=3)
"""Reports are taken for so long after a tour's day: a phone may be without a net till evening."""


@dataclass(frozen=True)
class Plan:
    """A tour before it is written down."""

    stops: list[Candidate]
    route: Route
    fixed: Route


def propose_tour(*, round_: CollectionRound, day: date) -> Tour:
    """Make the tour of a day, or make it anew while nobody has started it.

    Against it stands the fixed round: all containers of the group, in the best order there is, so
    that nothing is saved on paper alone. Raises NotAllowedError.
    """
    _refuse_odd_days(day)
    plan = _plan(round_, day)
    with transaction.atomic():
        CollectionRound.objects.select_for_update().get(pk=round_.pk)
        same = Tour.objects.filter(group=round_.group_id, date=day, state__in=OPEN)
        known = list(same.select_for_update())
        if any(tour.state == TourState.UNDERWAY for tour in known):
            raise NotAllowedError(_("The tour of this day is under way already."))
        for tour in known:
            tour.delete()
        return _written(round_, day, plan)


def _refuse_odd_days(day: date) -> None:
    today = timezone.localdate()
    if not today <= day <= today + FURTHEST:
        raise NotAllowedError(_("Choose today or a day of the coming month."))


def _plan(round_: CollectionRound, day: date) -> Plan:
    """Both ways, by one process of the solver; in no transaction."""
    found = bins.collection(round_, day)
    stops = [each for each in found.to_empty if each.point]
    every = [each.point for each in found.candidates if each.point]
    if not stops:
        raise NotAllowedError(_("No container has to be emptied on that day."))
    try:
        places = [each.point for each in stops if each.point]
        route, fixed = best_routes([_distances(round_, places), _distances(round_, every)])
        return Plan(stops, route, fixed)
    except RoutingError as error:
        if len(every) > MOST_STOPS:
            raise NotAllowedError(
                _("A round can have at most %(n)s containers.") % {"n": MOST_STOPS}
            ) from error
        raise NotAllowedError(
            _("No order could be worked out just now. Please try again.")
        ) from error


def _distances(round_: CollectionRound, stops: Sequence[Point]) -> Matrix:
    """Metres between the depot and all stops."""
    depot: Point = (float(round_.depot_latitude), float(round_.depot_longitude))
    distances = import_string(settings.HARDWARE_DISTANCES)
    return distances([depot, *stops])


def _written(round_: CollectionRound, day: date, plan: Plan) -> Tour:
    tour = Tour.objects.create(
        date=day,
        group=round_.group,
        round=round_,
        metres=plan.route.metres,
        fixed_metres=plan.fixed.metres,
        fixed_stops=len(plan.fixed.order),
    )
    stops = [plan.stops[place] for place in plan.route.order]
    TourStop.objects.bulk_create(
        TourStop(
            tour=tour,
            device=each.device,
            order=number,
            fill_percent=each.level,
            listed=each.listed,
            metres=metres,
        )
        for number, (each, metres) in enumerate(zip(stops, plan.route.legs, strict=False), start=1)
    )
    return tour


def add_stop(*, tour: Tour, device: Device) -> TourStop:
    """Put a container where it lengthens the rest of an open tour least. Raises NotAllowedError."""
    detour = _detour(tour, device)
    with transaction.atomic():
        locked = _locked(tour)
        if device.kind != Kind.BIN or device.is_retired:
            raise NotAllowedError(_("This is no container in service."))
        if locked.stops.filter(device=device).exists():
            raise NotAllowedError(_("This container is on the tour already."))
        locked.stops.filter(order=detour.order).update(metres=detour.onward)
        locked.stops.filter(order__gte=detour.order).update(order=F("order") + 1)
        locked.metres += detour.longer
        locked.save()
        return TourStop.objects.create(
            tour=locked,
            device=device,
            order=detour.order,
            fill_percent=bins.level_of(device),
            listed=Listed.ADDED,
            metres=detour.there,
        )


@dataclass(frozen=True)
class Detour:
    """As which stop one is put in, the metres to it and on from it, and how much longer the tour
    gets."""

    order: int
    there: int = 0
    onward: int = 0
    longer: int = 0


def _detour(tour: Tour, device: Device) -> Detour:
    """The shortest one behind the stops with a report; the end, where places are not known."""
    stops = list(tour.stops.select_related("device"))
    places = [bins.place_of(each) for each in (*(stop.device for stop in stops), device)]
    known = [place for place in places if place]
    if tour.round is None or len(known) < len(places):
        return Detour(len(stops) + 1)
    metres = _distances(tour.round, known)
    new = len(places)
    way = [0, *range(1, new), 0]

    def after(place: int) -> Detour:
        there, onward = metres[way[place]][new], metres[new][way[place + 1]]
        longer = there + onward - metres[way[place]][way[place + 1]]
        return Detour(place + 1, there, onward, longer)

    behind = max((place for place, stop in enumerate(stops, 1) if stop.done_at), default=0)
    return min(map(after, range(behind, new)), key=lambda each: each.longer)


def start_tour(*, tour: Tour, driver: User) -> Tour:
    """Begin it. Raises NotAllowedError where somebody else drives it or it is over."""
    with transaction.atomic():
        locked = _locked(tour)
        if locked.state == TourState.UNDERWAY and locked.driver_id != driver.pk:
            raise NotAllowedError(_("Somebody else drives this tour already."))
        if locked.state == TourState.PROPOSED:
            locked.state, locked.driver = TourState.UNDERWAY, driver
            locked.started_at = timezone.now()
            locked.save()
    return locked


def drop_tour(*, tour: Tour) -> Tour:
    """It will not be driven. Raises NotAllowedError once it is over."""
    with transaction.atomic():
        locked = _locked(tour)
        locked.state, locked.finished_at = TourState.DROPPED, timezone.now()
        locked.save()
    return locked


def finish_tour(*, tour: Tour) -> Tour:
    """End it; stops without a report stay so. Raises NotAllowedError unless it is under way."""
    with transaction.atomic():
        locked = _locked(tour)
        if locked.state != TourState.UNDERWAY:
            raise NotAllowedError(_("The tour has not begun yet."))
        locked.state, locked.finished_at = TourState.DONE, timezone.now()
        locked.save()
    return locked


def _locked(tour: Tour) -> Tour:
    locked = Tour.objects.select_for_update().get(pk=tour.pk)
    if not locked.is_open:
        raise NotAllowedError(_("This tour is over."))
    return locked


# --- at a stop -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """What a driver found; ``at`` is the phone's time, ``key`` the phone's name for the report."""

    result: str
    key: UUID
    note: str = ""
    at: datetime | None = None


def report_stop(*, stop: TourStop, report: Report, by: User) -> bool:
    """Write down what a driver found; False when this report, or a later one, is known already.

    The first report begins the tour, the last one ends it. Raises NotAllowedError where somebody
    else drives it, or its day is long over. One that was sent late is taken even when the tour has
    been ended meanwhile.
    """
    if report.result not in Result.values:
        raise NotAllowedError(_("Choose what you have found."))
    with transaction.atomic():
        tour = Tour.objects.select_for_update().get(pk=stop.tour_id)
        _refuse_reports(tour, by)
        known = TourStop.objects.select_for_update().select_related("device").get(pk=stop.pk)
        at = _believed(report.at, tour)
        if TourStop.objects.filter(client_key=report.key).exists():
            return False
        if known.done_at is not None and known.done_at > at:
            return False
        known.result, known.note = report.result, " ".join(report.note.split())[:LONGEST_NOTE]
        known.done_at, known.client_key = at, report.key
        known.save()
        _go_on(tour, by, at)
        _tell(known, at)
    return True


def _refuse_reports(tour: Tour, by: User) -> None:
    if tour.state == TourState.DROPPED:
        raise NotAllowedError(_("This tour was dropped."))
    if tour.driver_id is not None and tour.driver_id != by.pk:
        raise NotAllowedError(_("Somebody else drives this tour already."))
    if timezone.localdate() - tour.date > LATE:
        raise NotAllowedError(_("This tour is over."))


def _believed(at: datetime | None, tour: Tour) -> datetime:
    """The phone's time, as far as it lies between the making of the tour and now."""
    now = timezone.now()
    return at if at is not None and tour.created_at <= at <= now else now


def _go_on(tour: Tour, by: User, at: datetime) -> None:
    if tour.state == TourState.PROPOSED:
        tour.state, tour.driver, tour.started_at = TourState.UNDERWAY, by, at
    if tour.state == TourState.UNDERWAY and not tour.stops.filter(done_at=None).exists():
        tour.state, tour.finished_at = TourState.DONE, timezone.now()
    tour.save()


def _tell(stop: TourStop, at: datetime) -> None:
    """A damaged container is an incident, until it is emptied on a later tour."""
    if stop.result == Result.EMPTIED:
        alerts.close_alert(device=stop.device, condition=Condition.FAULT, at=at)
    if stop.result == Result.DAMAGED:
        detail = _("Damaged, says the driver") + (f": {stop.note}" if stop.note else "")
        alerts.open_alert(device=stop.device, condition=Condition.FAULT, detail=detail, at=at)
