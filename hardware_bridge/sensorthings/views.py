"""The service itself: answers GET alone, in JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.core.api import open_to_all
from hardware_bridge.sensorthings import options, paths, resources
from hardware_bridge.sensorthings.entities import Base, Entity
from hardware_bridge.sensorthings.options import Options, RefusedError
from hardware_bridge.sensorthings.resources import MissingError, Part

ROOT = "/api/sensorthings/v1.1/"
OF_LISTS = options.KNOWN - {"$select", "$expand"}
CONFORMANCE = [
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
]


@csrf_exempt
@never_cache
def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """What stands at a path; a fault as JSON with its code."""
    if request.method not in ("GET", "HEAD"):
        answer = _fault(405, "This service is for reading alone.")
        answer["Allow"] = "GET, HEAD"
        return answer
    base = Base(request.build_absolute_uri(ROOT))
    try:
        # Names of measures are one text for all who read them by machine.
        with translation.override("en"):
            return open_to_all(request, JsonResponse(_answer(request, path, base)))
    except RefusedError as error:
        return _fault(400, str(error))
    except MissingError:
        return _fault(404, "There is nothing here.")


def _fault(code: int, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "type": "error", "message": message}, status=code)


def _answer(request: HttpRequest, path: str, base: Base) -> Entity:
    if not path:
        if request.GET:
            raise RefusedError("The start of the service takes no options.")
        return _start(base)
    asked = options.parse(request.GET.dict())
    found = paths.answer(path, base, asked)
    if not isinstance(found, Part):
        if OF_LISTS & request.GET.keys():
            raise RefusedError("A single entity takes $select and $expand alone.")
        return _selected(found, asked)
    answer: dict[str, Any] = {} if found.count is None else {"@iot.count": found.count}
    if found.more:
        answer["@iot.nextLink"] = _next(request, asked)
    return answer | {"value": [_selected(row, asked) for row in found.rows]}


def _start(base: Base) -> Entity:
    """The start of the service (OGC 18-088, 9.2.1)."""
    collections = [{"name": name, "url": f"{base.root}{name}"} for name in resources.NAMES]
    return {"value": collections, "serverSettings": {"conformance": CONFORMANCE}}


def _selected(entity: Entity, asked: Options) -> Entity:
    """The properties that are asked for; relations that are written out stay."""
    if not asked.select:
        return entity
    wanted = {f"@iot.{name}" if name in ("id", "selfLink") else name for name in asked.select}
    wanted |= {each.name for each in asked.expand}
    return {name: value for name, value in entity.items() if name in wanted}


def _next(request: HttpRequest, asked: Options) -> str:
    query = request.GET.copy()
    query["$top"], query["$skip"] = str(asked.top), str(asked.skip + asked.top)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe='$/,:()')}")
