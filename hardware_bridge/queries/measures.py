"""Which measures of which kind of device the public may see."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from hardware_bridge.models import MEASURES, PublicMeasure
from hardware_bridge.models.choices import Kind


@dataclass(frozen=True)
class Switch:
    """One measure of a kind. ``key`` names it in a form."""

    key: str
    measure: str
    label: str
    unit: str
    is_public: bool
    is_default: bool
    """What holds where nobody has decided."""


@dataclass(frozen=True)
class KindSwitches:
    """The measures of a kind."""

    key: str
    label: Any
    switches: list[Switch]


def switches() -> list[KindSwitches]:
    """Every kind with its measures. One query."""
    chosen = {(row.kind, row.measure): row.is_public for row in PublicMeasure.objects.all()}
    return [
        KindSwitches(
            kind,
            label,
            [
                Switch(
                    key=f"{kind}-{key}",
                    measure=key,
                    label=capfirst(str(measure.label)),
                    unit=measure.unit,
                    is_public=chosen.get((kind, key), measure.is_public),
                    is_default=measure.is_public,
                )
                for key, measure in MEASURES.items()
                if kind in measure.kinds
            ],
        )
        for kind, label in Kind.choices
    ]
