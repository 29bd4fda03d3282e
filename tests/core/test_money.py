"""Amounts as people type and read them."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.core.money import MAX_CENTS, CentsField, EurosFormField, euros, parse_euros

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("3.500", 350_000),
        ("3500", 350_000),
        ("3500,50", 350_050),
        ("3500.50", 350_050),
        ("1.234.567,89", 123_456_789),
        (" 12,5 € ", 1_250),
        ("0,05", 5),
        (f"1 000{NBSP}€", 100_000),
        ("-5", -500),
        ("−5,25", -525),
    ],
)
def test_an_amount_is_read_as_germans_type_it(typed, cents):
    assert parse_euros(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "viel",
        "NaN",
        "Infinity",
        "1e5",
        "1e999999",
        "1_000",
        "٣",
        "1,2,3",
        "1.23.456",
        "1.2,3",
        ",5",
        "5,",
        "--5",
        "0x10",
        "12\x0034",
    ],
)
def test_nonsense_is_no_amount(typed):
    with pytest.raises(ValidationError):
        parse_euros(typed)


@pytest.mark.parametrize("typed", ["1,234", "0.1234"])
def test_an_amount_has_two_decimals_at_most(typed):
    with pytest.raises(ValidationError, match=r"decimals|Nachkommastellen"):
        parse_euros(typed)


@given(st.integers(min_value=-MAX_CENTS, max_value=MAX_CENTS))
def test_what_is_shown_can_be_typed_again(cents):
    with translation.override("de"):
        assert parse_euros(euros(cents)) == cents


@given(st.integers(min_value=0, max_value=MAX_CENTS))
def test_what_a_form_shows_means_the_same_amount(cents):
    assert parse_euros(EurosFormField().prepare_value(cents)) == cents


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused_in_words(text):
    with suppress(ValidationError):
        assert isinstance(parse_euros(text), int)


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (350_000, f"3.500{NBSP}€"),
        (125_050, f"1.250,50{NBSP}€"),
        (0, f"0{NBSP}€"),
        (-5, f"−0,05{NBSP}€"),
    ],
)
def test_whole_euros_are_shown_without_decimals(cents, shown):
    with translation.override("de"):
        assert euros(cents) == shown


def test_english_pages_write_amounts_in_english():
    with translation.override("en"):
        assert euros(125_050) == "€1,250.50"


class TestField:
    """The field of forms."""

    @pytest.mark.parametrize("typed", ["-5", "1000000001", "1e9", "9" * 30])
    def test_an_amount_outside_the_limits_is_refused(self, typed):
        field = CentsField()
        with pytest.raises(ValidationError):
            field.clean(field.formfield().clean(typed), None)

    def test_an_empty_field_that_is_not_required_is_none(self):
        assert EurosFormField(required=False).clean("") is None

    @pytest.mark.parametrize(
        ("typed", "changed"), [("3500", False), ("3.500,00 €", False), ("1", True), ("x", True)]
    )
    def test_only_another_amount_is_a_change(self, typed, changed):
        assert EurosFormField().has_changed(350_000, typed) is changed

    def test_what_a_person_typed_stays_as_it_is(self):
        assert EurosFormField().prepare_value("viel") == "viel"
