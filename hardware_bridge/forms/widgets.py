"""Fields for what the database keeps as JSON, so that nobody of the office writes any."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardware_bridge.adapters import fields as maps
from hardware_bridge.adapters import values
from hardware_bridge.models import MEASURES

FREE_ROWS = 4
LONGEST_CELL = 400


def numeric_measures(kind: str = "") -> list[str]:
    """Measures that are numbers, of one kind of device or of all."""
    return [
        key
        for key, measure in MEASURES.items()
        if float in values.MEASURES[key].types and (not kind or kind in measure.kinds)
    ]


class LimitsWidget(forms.Widget):
    """A number for each measure; ``kind`` leaves out what such a device does not measure."""

    template_name = "hardware/admin/limits_widget.html"
    kind = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The measures, each with its number."""
        context = super().get_context(name, value, attrs)
        known = value if isinstance(value, Mapping) else {}
        measures = numeric_measures(self.kind)
        measures += [key for key in known if key in MEASURES and key not in measures]
        context["rows"] = [
            {
                "name": f"{name}-{key}",
                "label": capfirst(str(MEASURES[key].label)),
                "unit": MEASURES[key].unit,
                "value": "" if known.get(key) is None else known[key],
            }
            for key in measures
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """What was typed, by measure."""
        found = {key: str(data.get(f"{name}-{key}", ""))[:40].strip() for key in MEASURES}
        return {key: text for key, text in found.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had none of its fields."""
        return not any(str(key).startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Each number has a label of its own."""
        return ""


class LimitsField(forms.Field):
    """Limits of a device by measure."""

    widget = LimitsWidget

    def clean(self, value: Any) -> dict[str, float]:
        """Numbers within what the measure can be; commas are taken, too. Raises ValidationError
        with all that are wrong."""
        found, faults = {}, []
        for key, text in (value or {}).items():
            try:
                found[key] = self._number(key, text)
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        return found

    def _number(self, key: str, text: Any) -> float:
        spec, label = values.MEASURES[key], capfirst(str(MEASURES[key].label))
        number = _finite(str(text))
        if number is None:
            raise ValidationError(_("%(measure)s: please enter a number.") % {"measure": label})
        if not spec.low <= number <= spec.high:
            words = {"measure": label, "low": f"{spec.low:g}", "high": f"{spec.high:g}"}
            raise ValidationError(_("%(measure)s lies between %(low)s and %(high)s.") % words)
        return number


class FieldMapWidget(forms.Widget):
    """Rows of a maker's field, our measure, factor and offset, or words and what they mean."""

    template_name = "hardware/admin/field_map_widget.html"
    parts = ("path", "measure", "factor", "offset", "words")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows as they are, and some to add to."""
        context = super().get_context(name, value, attrs)
        rows = value if isinstance(value, list) else rows_of(value)
        context["rows"] = rows + [{} for _row in range(FREE_ROWS)]
        context["measures"] = [(key, capfirst(str(m.label))) for key, m in MEASURES.items()]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """The rows that something was typed into."""
        columns = [data.getlist(f"{name}-{part}") for part in self.parts]
        rows = [
            {
                part: cell.strip()[:LONGEST_CELL]
                for part, cell in zip(self.parts, cells, strict=True)
            }
            for cells in zip(*columns, strict=False)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had none of its rows."""
        return f"{name}-path" not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Each cell has a label of its own."""
        return ""


def rows_of(mapping: Any) -> list[dict[str, Any]]:
    """A map of fields as rows of text."""
    known = mapping if isinstance(mapping, Mapping) else {}
    return [
        {
            "path": path,
            "measure": entry.get("measure", ""),
            "factor": entry.get("factor", ""),
            "offset": entry.get("offset", ""),
            "words": ", ".join(f"{k} = {_word(v)}" for k, v in entry.get("values", {}).items()),
        }
        for path, entry in known.items()
    ]


def _word(value: Any) -> str:
    return str(value).lower() if type(value) is bool else str(value)


class FieldMapField(forms.Field):
    """The map from a maker's fields to our measures."""

    widget = FieldMapWidget
    default_error_messages = {
        "path": gettext_lazy("Row %(row)s: which field of the maker, and which measure is it?"),
        "twice": gettext_lazy("“%(path)s” stands in two rows."),
        "number": gettext_lazy("Row %(row)s: factor and offset have to be numbers."),
        "values": gettext_lazy("Row %(row)s: words are written as “OPEN = open, CLOSED = closed”."),
        "word": gettext_lazy("Row %(row)s: “%(value)s” is no value of this measure."),
    }

    def clean(self, value: Any) -> dict[str, Any]:
        """The map as the bridge reads it. Raises ValidationError with all rows at fault."""
        found: dict[str, Any] = {}
        faults = []
        for number, row in enumerate(value or [], start=1):
            try:
                self._take(found, row, number)
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        try:
            maps.compiled(found)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault
        return found

    def _take(self, found: dict[str, Any], row: Mapping[str, str], number: int) -> None:
        path = row["path"]
        if not path or row["measure"] not in MEASURES:
            self._fail("path", row=number)
        if path in found:
            self._fail("twice", path=path)
        found[path] = self._entry(row, number)

    def _entry(self, row: Mapping[str, str], number: int) -> dict[str, Any]:
        entry: dict[str, Any] = {"measure": row["measure"]}
        for part in ("factor", "offset"):
            if row[part]:
                entry[part] = _finite(row[part])
                if entry[part] is None:
                    self._fail("number", row=number)
        if row["words"]:
            entry["values"] = self._words(row, number)
        return entry

    def _words(self, row: Mapping[str, str], number: int) -> dict[str, Any]:
        found = {}
        for pair in row["words"].split(","):
            word, sign, meaning = (part.strip() for part in pair.partition("="))
            if not word or not sign or not meaning:
                self._fail("values", row=number)
            found[word] = _value(row["measure"], meaning)
            if not values.MEASURES[row["measure"]].accepts(found[word]):
                self._fail("word", row=number, value=meaning)
        return found

    def _fail(self, code: str, **words: Any) -> None:
        raise ValidationError(self.error_messages[code] % words, code=code)


def _finite(text: str) -> float | None:
    """A number with a point or a comma; JSON and PostgreSQL know no NaN."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _value(measure: str, text: str) -> Any:
    """A word as the measure's type: true and false, a number, or the word."""
    types = values.MEASURES[measure].types
    if bool in types and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if float in types:
        number = _finite(text)
        return text if number is None else number
    return text
