"""A tour as GPX 1.1 (https://www.topografix.com/GPX/1/1/): a route for navigation devices."""

from xml.etree import ElementTree as Xml

from hardware_bridge.queries.tours import Point, Sheet, Stop

NAMESPACE = "http://www.topografix.com/GPX/1/1"
TYPE = "application/gpx+xml"


def gpx(sheet: Sheet, *, name: str, creator: str) -> bytes:
    """The depot, the stops in their order, and the depot again."""
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(_tag("gpx"), version="1.1", creator=creator)
    metadata = Xml.SubElement(root, _tag("metadata"))
    Xml.SubElement(metadata, _tag("name")).text = _clean(name)
    Xml.SubElement(metadata, _tag("time")).text = sheet.tour.created_at.strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    route = Xml.SubElement(root, _tag("rte"))
    Xml.SubElement(route, _tag("name")).text = _clean(name)
    depot = sheet.tour.round.depot_name if sheet.tour.round else ""
    if sheet.depot:
        _point(route, sheet.depot, depot)
    for stop in sheet.stops:
        if stop.point:
            _point(route, stop.point, f"{stop.stop.order} {stop.stop.device.name}", _words(stop))
    if sheet.depot:
        _point(route, sheet.depot, depot)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _words(stop: Stop) -> str:
    level = stop.stop.fill_percent
    parts = [stop.stop.device.place, "" if level is None else f"{level:.0f} %"]
    return ", ".join(filter(None, parts))


def _point(route: Xml.Element, point: Point, name: str, words: str = "") -> None:
    lat, lon = point
    spot = Xml.SubElement(route, _tag("rtept"), lat=f"{lat:.6f}", lon=f"{lon:.6f}")
    Xml.SubElement(spot, _tag("name")).text = _clean(name)
    if words:
        Xml.SubElement(spot, _tag("desc")).text = _clean(words)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
