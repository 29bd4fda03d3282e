"""The list of events, for whoever missed a webhook."""

import re

from tests.simulators.stripe.answers import page
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.routing import route
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import DAY, EVENT_DAYS, World

MOST_TYPES = 20


@route("get", "/v1/events")
def list_events(world: World, params: Object) -> Object:
    """Events of the last 30 days, newest first; ``*`` stands for any word in ``type``."""
    ones = [
        one for one in world.store.all("event") if one["created"] > world.now() - EVENT_DAYS * DAY
    ]
    if len(params.get("types", [])) > MOST_TYPES:
        raise Refused(f"Array types has more than {MOST_TYPES} elements", param="types")
    wanted = params.get("types") or ([params["type"]] if "type" in params else [])
    if wanted:
        pattern = re.compile("|".join(re.escape(one).replace(r"\*", ".*") for one in wanted))
        ones = [one for one in ones if pattern.fullmatch(one["type"])]
    if "delivery_success" in params:
        ones = [one for one in ones if (not one["pending_webhooks"]) == params["delivery_success"]]
    return page(ones, params, "/v1/events")


@route("get", "/v1/events/{id}")
def retrieve_event(world: World, params: Object, id: str) -> Object:
    """One of them."""
    return world.store.get("event", id)
