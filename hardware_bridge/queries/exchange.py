"""Devices as a table: which columns it has, and how each value is written and read.

What is written can be read again without a change. A cell that is empty empties its value, a
column that is missing leaves it as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cms.core.tables import FORMULA_SIGNS
from cms.programme.models import ProjectPage
from hardware_bridge.adapters.values import MEASURES as SPECS
from hardware_bridge.models import Device, DeviceGroup, DeviceModel
from hardware_bridge.models.choices import Adapter, Kind

TRUE = {"1", "ja", "yes", "true", "x", "wahr"}
FALSE = {"0", "", "nein", "no", "false", "falsch"}
DATES = ("%Y-%m-%d", "%d.%m.%Y")


class CellError(ValueError):
    """A cell that cannot be read; its text is a sentence."""


@dataclass
class Known:
    """What cells may name, found once for a whole table."""

    groups: Mapping[str, DeviceGroup] = field(default_factory=dict)
    models: Mapping[str, DeviceModel] = field(default_factory=dict)
    projects: Mapping[str, ProjectPage] = field(default_factory=dict)


def known() -> Known:
    """Groups, makes and projects by their names in small letters. Three queries."""
    groups = {key: row for row in DeviceGroup.objects.all() for key in (row.name, row.slug)}
    models = {row.name: row for row in DeviceModel.objects.all()}
    german = ProjectPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    projects = {row.slug: row for row in german.only("pk", "slug", "title").defer_streamfields()}
    return Known(_lower(groups), _lower(models), _lower(projects))


def _lower(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): row for name, row in named.items()}


@dataclass(frozen=True)
class Column:
    """A column: its name in files, its head for people, and how a value becomes text and back."""

    name: str
    label: Any
    write: Callable[[Device], object]
    read: Callable[[str, Known], Any]


def _text(name: str, label: Any) -> Column:
    return Column(name, label, lambda device: getattr(device, name), lambda cell, _known: cell)


def _word(name: str, label: Any, choices: Any) -> Column:
    def read(cell: str, _known: Known) -> str:
        for language, _label in settings.LANGUAGES:
            with override(language):
                words = {str(word).lower(): key for key, word in choices.choices}
            if found := words.get(cell.lower()):
                return str(found)
        if cell.lower() in choices.values:
            return cell.lower()
        raise CellError(_("“%(cell)s” is none of: %(words)s.") % _among(cell, choices.labels))

    return Column(name, label, lambda device: getattr(device, name), read)


def _among(cell: str, words: Any) -> dict[str, str]:
    return {"cell": cell[:40], "words": ", ".join(str(word) for word in words)}


def _link(name: str, label: Any, rows: str, shown: str) -> Column:
    def read(cell: str, known: Known) -> Any:
        found = getattr(known, rows).get(cell.lower())
        if cell and found is None:
            raise CellError(_("“%(cell)s” is not known here.") % {"cell": cell[:60]})
        return found

    def write(device: Device) -> object:
        row = getattr(device, name)
        return getattr(row, shown) if row else ""

    return Column(name, label, write, read)


def _coordinate(name: str, label: Any) -> Column:
    def read(cell: str, _known: Known) -> Decimal | None:
        try:
            return round(Decimal(cell.replace(",", ".")), 6) if cell else None
        except InvalidOperation:
            raise CellError(_("“%(cell)s” is no number.") % {"cell": cell[:40]}) from None

    def write(device: Device) -> str:
        value = getattr(device, name)
        return "" if value is None else f"{Decimal(value):.6f}".replace(".", ",")

    return Column(name, label, write, read)


def _number(name: str, label: Any) -> Column:
    def read(cell: str, _known: Known) -> int | None:
        if cell and not (cell.isdecimal() and len(cell) < 10):
            raise CellError(_("“%(cell)s” is no whole number.") % {"cell": cell[:40]})
        return int(cell) if cell else None

    return Column(name, label, lambda device: getattr(device, name), read)


def _day(name: str, label: Any) -> Column:
    def read(cell: str, _known: Known) -> date | None:
        for pattern in DATES if cell else ():
            try:
                return datetime.strptime(cell, pattern).date()  # noqa: DTZ007 – a day has no zone
            except ValueError:
                continue
        if cell:
            raise CellError(_("“%(cell)s” is no date such as 24.12.2026.") % {"cell": cell[:40]})
        return None

    return Column(name, label, lambda device: getattr(device, name) or "", read)


def _flag(name: str, label: Any) -> Column:
    def read(cell: str, _known: Known) -> bool:
        if cell.lower() in TRUE | FALSE:
            return cell.lower() in TRUE
        raise CellError(_("“%(cell)s” is neither yes nor no.") % {"cell": cell[:40]})

    return Column(name, label, lambda device: "ja" if getattr(device, name) else "nein", read)


def _limits(cell: str, _known: Known) -> dict[str, float]:
    """``fill_percent = 80; battery_percent = 20``."""
    found = {}
    for part in filter(None, (each.strip() for each in cell.split(";"))):
        key, _sign, number = (each.strip() for each in part.partition("="))
        spec = SPECS.get(key)
        try:
            value = float(number.replace(",", "."))
        except ValueError:
            value = float("nan")
        if spec is None or float not in spec.types or not spec.low <= value <= spec.high:
            words = {"part": part[:40]}
            raise CellError(_("“%(part)s” is no limit such as fill_percent = 80.") % words)
        found[key] = value
    return found


def _written_limits(device: Device) -> str:
    pairs = sorted(device.thresholds.items())
    return "; ".join(f"{key} = {value:g}".replace(".", ",") for key, value in pairs)


COLUMNS = (
    _text("slug", gettext_lazy("name in addresses")),
    _text("name", gettext_lazy("name")),
    _word("kind", gettext_lazy("kind"), Kind),
    _link("group", gettext_lazy("group"), "groups", "name"),
    _text("place", gettext_lazy("place")),
    _coordinate("latitude", gettext_lazy("latitude")),
    _coordinate("longitude", gettext_lazy("longitude")),
    _link("project", gettext_lazy("project"), "projects", "slug"),
    _word("adapter", gettext_lazy("source"), Adapter),
    _text("address", gettext_lazy("address")),
    _link("model", gettext_lazy("make"), "models", "name"),
    _number("interval_seconds", gettext_lazy("expected interval in seconds")),
    Column("thresholds", gettext_lazy("limits"), _written_limits, _limits),
    _number("compartments", gettext_lazy("compartments")),
    _day("installed_on", gettext_lazy("installed on")),
    _day("retired_on", gettext_lazy("retired on")),
    _flag("is_public", gettext_lazy("shown in public")),
    _flag("has_keypad", gettext_lazy("opened at the station, too")),
    _text("notes", gettext_lazy("notes")),
)
BY_NAME = {column.name: column for column in COLUMNS}
KEY, COMPARTMENTS = "slug", "compartments"


def column_of(head: str) -> Column | None:
    """The column of a head: its name, or its label in one of the site's languages."""
    wish = head.strip().lower()
    if wish in BY_NAME:
        return BY_NAME[wish]
    for language, _label in settings.LANGUAGES:
        with override(language):
            for column in COLUMNS:
                if str(column.label).lower() == wish:
                    return column
    return None


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    cell = cell.strip()
    is_guarded = cell.startswith("'") and cell[1:].lstrip(" ").startswith(FORMULA_SIGNS)
    return cell[1:] if is_guarded else cell


def table(devices: QuerySet[Device]) -> Iterator[list[object]]:
    """The heads, and a row for each device. One query."""
    yield [capfirst(str(column.label)) for column in COLUMNS]
    rows = devices.select_related("group", "model").annotate(number=Count("compartments"))
    for device in with_projects(rows):
        yield [
            device.number or "" if column.name == COMPARTMENTS else column.write(device)
            for column in COLUMNS
        ]


def with_projects(devices: QuerySet[Any]) -> QuerySet[Any]:
    """With no more of their projects than what names them."""
    return devices.select_related("project").only(
        *(f.attname for f in Device._meta.concrete_fields),
        *(f"group__{f.attname}" for f in DeviceGroup._meta.concrete_fields),
        *(f"model__{f.attname}" for f in DeviceModel._meta.concrete_fields),
        "project__slug",
        "project__title",
    )
