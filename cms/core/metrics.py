"""Figures for monitoring, in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/ – a floor that has figures registers a
function; all of them are asked at each scrape, so each has to be quick::

    @metrics
    def figures() -> Iterable[Figure]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PREFIX = "norderstedt_go_"
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """A number, what it says, and of what it is one; ``kind`` is ``gauge`` or ``counter``."""

    name: str
    help: str
    value: float
    kind: str = "gauge"
    labels: dict[str, str] = field(default_factory=dict)


MetricsFunction = Callable[[], Iterable[Figure]]
_sources: list[MetricsFunction] = []


def metrics(function: MetricsFunction) -> MetricsFunction:
    """Register the decorated function."""
    _sources.append(function)
    return function


@never_cache
@require_safe
def scrape(request: HttpRequest) -> HttpResponse:
    """All figures. They hold nothing about persons; the proxy keeps the address to monitors."""
    return HttpResponse(written(each for source in _sources for each in source()), FORMAT)


def written(figures: Iterable[Figure]) -> str:
    """The figures as text, those of one name together."""
    by_name: dict[str, list[Figure]] = {}
    for figure in figures:
        by_name.setdefault(figure.name, []).append(figure)
    lines = []
    for name, group in by_name.items():
        lines.append(f"# HELP {PREFIX}{name} {group[0].help}")
        lines.append(f"# TYPE {PREFIX}{name} {group[0].kind}")
        lines += [f"{PREFIX}{name}{_labels(each.labels)} {each.value:.15g}" for each in group]
    return "".join(f"{line}\n" for line in lines)


def _labels(labels: dict[str, str]) -> str:
    quoted = (f'{name}="{_quoted(text)}"' for name, text in labels.items())
    return f"{{{','.join(quoted)}}}" if labels else ""


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
