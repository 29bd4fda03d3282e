"""The demo's rounds, a tour that waits for its driver, and the plan of the lights."""

from datetime import timedelta

from django.utils import timezone

from cms.core.demo import DemoSite, step
from hardware_bridge.demo import park
from hardware_bridge.domain import bins, energy, tours
from hardware_bridge.models import CollectionRound, LightPlan

NIGHTS_BACK = 30


@step(112, "Rounds of the depot and plans of lights")
def load(site: DemoSite) -> None:
    """As operators would enter them; what jobs work out of the past stands there at once."""
    content = park.content()
    for item in content["plans"]:
        group = site.snippets["device_group", item["group"]]
        plan = LightPlan(**item | {"group": group})
        plan.full_clean()
        plan.save()
    rounds = [_round(site, item) for item in content["rounds"]]
    _count_nights()
    bins.make_forecasts()
    today = timezone.localdate()
    for round_ in rounds:
        tours.propose_tour(round_=round_, day=round_.this_or_next_day(today))


def _round(site: DemoSite, item: dict) -> CollectionRound:
    group = site.snippets["device_group", item["group"]]
    made = CollectionRound(**item | {"group": group})
    made.full_clean()
    made.save()
    return made


def _count_nights() -> None:
    """Before sunrise last night is not over, so each count reaches into the one before it."""
    now = timezone.now()
    for ago in range(0, NIGHTS_BACK, energy.NIGHTS - 1):
        energy.count_nights(now=now - timedelta(days=ago))
