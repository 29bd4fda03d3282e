"""Verbs: a table of devices, first looked at and then taken over, all of it or nothing."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users.models import User
from hardware_bridge.domain.devices import give_compartments
from hardware_bridge.models import MOST_COMPARTMENTS, Device
from hardware_bridge.models.choices import Adapter, Kind
from hardware_bridge.queries.addresses import address_fault, normal_address
from hardware_bridge.queries.exchange import (
    BY_NAME,
    COMPARTMENTS,
    KEY,
    CellError,
    Column,
    Known,
    bare,
    column_of,
    known,
    with_projects,
)

MOST_ROWS = 2000
MOST_BYTES = 1024 * 1024
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
NEEDED = ("name", "kind")
NEVER_EMPTY = ("adapter", "interval_seconds", "is_public", "has_keypad")


class TableError(ValueError):
    """A file that is no such table; its text is a sentence."""


@dataclass
class Row:
    """What becomes of a row: ``state``, what changes, and what is wrong."""

    number: int
    slug: str
    state: str = SAME
    device: Device | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Label, before, after."""
    faults: list[str] = field(default_factory=list)
    compartments: int | None = None


@dataclass
class Plan:
    """What a table would do."""

    rows: list[Row]

    def count(self, state: str) -> int:
        """Rows of one state."""
        return sum(row.state == state for row in self.rows)

    @property
    def is_good(self) -> bool:
        """Whether it can be taken over."""
        return not self.count(WRONG) and bool(self.count(NEW) + self.count(CHANGED))


def decoded(data: bytes) -> str:
    """The text of a file; old spreadsheet programs write Windows-1252. Raises TableError."""
    if len(data) > MOST_BYTES:
        raise TableError(_("The file is larger than 1 MB."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(_("The file is no text."))


def plan(*, text: str) -> Plan:
    """Look at a table and change nothing. Raises TableError where it is none. Five queries."""
    heads, lines = _lines(text)
    names, devices = known(), {each.slug: each for each in with_projects(_devices())}
    rows = [_row(number, heads, cells, names, devices) for number, cells in lines]
    _refuse_twins(rows, devices.values())
    return Plan(rows)


def _devices() -> Any:
    return Device.objects.select_related("group", "model").prefetch_related("compartments")


def _lines(text: str) -> tuple[list[Column], list[tuple[int, list[str]]]]:
    if "\0" in text:
        raise TableError(_("The file is no text."))
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as fault:
        raise TableError(_("The file cannot be read as CSV.")) from fault
    if len(lines) < 2:
        raise TableError(_("The file has no rows below its heads."))
    if len(lines) > MOST_ROWS + 1:
        raise TableError(_("The file has more than %(n)s rows.") % {"n": MOST_ROWS})
    return _heads(lines[0][1]), lines[1:]


def _heads(cells: list[str]) -> list[Column]:
    columns = [(cell, column_of(cell)) for cell in cells]
    unknown = [cell[:40] for cell, column in columns if column is None]
    if unknown:
        raise TableError(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown[:5])})
    found = [column for _cell, column in columns if column]
    names = [column.name for column in found]
    if KEY not in names:
        label = capfirst(str(BY_NAME[KEY].label))
        raise TableError(_("The column “%(name)s” is missing.") % {"name": label})
    if len(set(names)) < len(names):
        raise TableError(_("A column stands there twice."))
    return found


def _row(
    number: int, heads: list[Column], cells: list[str], names: Known, devices: dict[str, Device]
) -> Row:
    """One row against the device that it names."""
    if len(cells) > len(heads):
        fault = _("There are more cells than heads.")
        return Row(number, cells[0][:60], WRONG, faults=[fault])
    cells = [bare(cell) for cell in cells] + [""] * (len(heads) - len(cells))
    by_name = {column.name: cell for column, cell in zip(heads, cells, strict=True)}
    slug = by_name[KEY]
    before = devices.get(slug)
    row = Row(number, slug[:60], SAME if before else NEW, before or Device(slug=slug))
    shown = {
        column.name: str(column.write(before))
        for column in heads
        if before and column.name != COMPARTMENTS
    }
    for column in heads:
        _take(row, column, by_name[column.name], names)
    if not row.faults:
        _check(row)
    _compare(row, heads, shown)
    if row.faults:
        row.state = WRONG
    return row


def _take(row: Row, column: Column, cell: str, names: Known) -> None:
    """Put a cell's value into the device; a default stays where the cell is empty."""
    assert row.device is not None  # noqa: S101 – narrows the type
    if column.name == KEY:
        return
    label = capfirst(str(column.label))
    if not cell and column.name in (*NEVER_EMPTY, *NEEDED):
        if column.name in NEEDED:
            row.faults.append(_("%(column)s is missing.") % {"column": label})
        return
    try:
        value = column.read(cell, names)
    except CellError as fault:
        row.faults.append(f"{label}: {fault}")
        return
    if column.name == COMPARTMENTS:
        row.compartments = value
    else:
        setattr(row.device, column.name, value)


def _check(row: Row) -> None:
    """What the fields' own rules and the device as a whole say."""
    device = row.device
    assert device is not None  # noqa: S101 – narrows the type
    if device.adapter == Adapter.OWN:
        device.address = f"{device.kind}/{device.slug}"
    elif fault := address_fault(device.adapter, device.address):
        row.faults.append(fault)
    else:
        device.address = normal_address(device.adapter, device.address)
    try:
        device.clean_fields(exclude=["group", "project", "model"])
    except ValidationError as fault:
        for name, sentences in fault.message_dict.items():
            label = capfirst(str(BY_NAME[name].label)) if name in BY_NAME else name
            row.faults += [f"{label}: {sentence}" for sentence in sentences]
    _check_together(row, device)


def _check_together(row: Row, device: Device) -> None:
    """What several fields say together."""
    if (device.latitude is None) != (device.longitude is None):
        row.faults.append(_("Please enter both coordinates or none."))
    if device.installed_on and device.retired_on and device.retired_on < device.installed_on:
        label = capfirst(str(BY_NAME["retired_on"].label))
        row.faults.append(f"{label}: {_('This is before the installation.')}")
    if row.compartments and device.kind != Kind.LOCKER:
        row.faults.append(_("Only locker stations have compartments."))
    if row.compartments and row.compartments > MOST_COMPARTMENTS:
        row.faults.append(_("A station has %(n)s compartments at most.") % {"n": MOST_COMPARTMENTS})


def _compare(row: Row, heads: list[Column], shown: dict[str, str]) -> None:
    device = row.device
    assert device is not None  # noqa: S101 – narrows the type
    for column in heads:
        if column.name == COMPARTMENTS:
            before = str(len(device.compartments.all())) if device.pk else "0"
            after = max(before, str(row.compartments or 0), key=int)
        else:
            before, after = shown.get(column.name, ""), str(column.write(device))
        if before != after and row.state != NEW:
            row.changes.append((capfirst(str(column.label)), before, after))
    if row.changes:
        row.state = CHANGED


def _refuse_twins(rows: list[Row], devices: Iterable[Device]) -> None:
    """Names and addresses are unique, within the table and with all other devices."""
    slugs: set[str] = set()
    named = {row.device.pk for row in rows if row.device and row.device.pk}
    addresses = {(each.adapter, each.address) for each in devices if each.pk not in named}
    for row in rows:
        if row.slug in slugs:
            row.faults.append(_("The device stands in the table twice."))
        slugs.add(row.slug)
        key = (row.device.adapter, row.device.address) if row.device else None
        if key and key in addresses and not row.faults:
            row.faults.append(_("Another device has this address."))
        if key:
            addresses.add(key)
        if row.faults:
            row.state = WRONG


def take_over(*, text: str, by: User) -> Plan:
    """Take a table over, all of it or nothing where a row is wrong; what it did or would have done.

    Raises TableError.
    """
    try:
        with transaction.atomic():
            found = plan(text=text)
            if found.is_good:
                for row in found.rows:
                    _save(row, by)
    except IntegrityError as fault:
        # Two devices that change their addresses, or somebody who was faster.
        raise TableError(
            _("Two devices would have one address. Please do it in two steps.")
        ) from fault
    return found


def _save(row: Row, by: User) -> None:
    if row.state not in (NEW, CHANGED) or row.device is None:
        return
    row.device.save()
    log(
        instance=row.device,
        action="wagtail.create" if row.state == NEW else "wagtail.edit",
        user=by,
    )
    if row.compartments:
        give_compartments(device=row.device, count=row.compartments)
