"""How figures of the park are written, and that forms name all that is wrong with their rows."""

import pytest
from django.core.exceptions import ValidationError

from hardware_bridge.forms.widgets import FieldMapField, LimitsField
from hardware_bridge.papers.tour_sheet import kilometres
from hardware_bridge.templatetags.hardware_park_tags import kilowatt_hours, percent


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (percent(88.6), "89 %"),
        (percent(0), "0 %"),
        (percent(None), "–"),
        (percent(True), "–"),
        (kilometres(12_380), "12,4 km"),
        (kilometres(850), "850 m"),
        (kilowatt_hours(1_290.0), "1,3 kWh"),
    ],
)
def test_figures_are_rounded_and_not_cut_off(written, words):
    assert written == words


def test_a_map_of_fields_names_every_row_that_is_wrong():
    rows = [
        {"path": "a", "measure": "fill_percent", "factor": "x", "offset": "", "words": ""},
        {"path": "b", "measure": "temperature_c", "factor": "", "offset": "", "words": ""},
        {"path": "", "measure": "door", "factor": "", "offset": "", "words": ""},
        {"path": "b", "measure": "fill_percent", "factor": "", "offset": "", "words": ""},
    ]
    with pytest.raises(ValidationError) as caught:
        FieldMapField().clean(rows)
    first, second, third = caught.value.messages
    assert first.startswith("Zeile 1:")
    assert second.startswith("Zeile 3:")
    assert "zwei Zeilen" in third


def test_limits_name_every_value_that_is_wrong():
    with pytest.raises(ValidationError) as caught:
        LimitsField().clean({"fill_percent": "voll", "battery_percent": "500"})
    assert [text.partition(" ")[0] for text in caught.value.messages] == ["Füllstand:", "Batterie"]
