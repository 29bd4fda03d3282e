"""Files for bank and bookkeeping, checked against the rules of their formats."""

import csv
import re
from datetime import UTC, date, datetime
from io import StringIO
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.wishlist.bank import datev, pain001
from participation.wishlist.bank.pain001 import Account, Order, Transfer

NAMES = {"p": pain001.NAMESPACE}
PAYER = Account("Stadt Norderstedt – Kasse", "DE89370400440532013000", "COBADEFFXXX")
CLIENT = datev.Client(adviser=1001, number=7, year_begins=date(2026, 1, 1))
ALLOWED = re.compile(r"[A-Za-z0-9 /?:().,'+-]*")


def transfer(number=1, **changes):
    fields = {
        "to": Account("Kita Löwenzahn & Söhne gGmbH", "DE02 1203 0000 0000 2020 51"),
        "cents": 123_456,
        "end_to_end": f"CL{number}",
        "text": "Digitale Wunschliste: Klettergerüst",
    }
    return Transfer(**fields | changes)


def order(*transfers, **changes):
    fields = {
        "message_id": "WL-2026-0001",
        "made_at": datetime(2026, 3, 4, 12, tzinfo=UTC),
        "execute_on": date(2026, 3, 6),
        "payer": PAYER,
        "transfers": transfers or [transfer()],
    }
    return Order(**fields | changes)


def written(made):
    return Xml.fromstring(pain001.write(made))  # noqa: S314 – written by ourselves


def texts(root, tag):
    return [element.text for element in root.iter(f"{{{pain001.NAMESPACE}}}{tag}")]


def test_a_bank_file_counts_and_sums_its_payments_twice():
    root = written(order(transfer(1), transfer(2, cents=1), transfer(3, cents=99)))
    assert texts(root, "NbOfTxs") == ["3", "3"]
    assert texts(root, "CtrlSum") == ["1235.56", "1235.56"]
    assert texts(root, "InstdAmt") == ["1234.56", "0.01", "0.99"]


def test_a_payment_says_to_whom_how_much_and_what_for():
    root = written(order())
    assert texts(root, "IBAN") == ["DE89370400440532013000", "DE02120300000000202051"]
    assert texts(root, "EndToEndId") == ["CL1"]
    assert texts(root, "Ustrd") == ["Digitale Wunschliste: Klettergeruest"]
    assert root.find(".//p:InstdAmt", NAMES).get("Ccy") == "EUR"
    assert texts(root, "Cd") == ["SEPA", "CHAR"]


def test_the_bic_may_be_left_out():
    root = written(order(payer=Account("Stadt", PAYER.iban)))
    assert texts(root, "BICFI") == []
    assert texts(root, "Id")[-1:] != []
    assert "NOTPROVIDED" in [element.text for element in root.iter()]
    assert texts(written(order()), "BICFI") == ["COBADEFFXXX"]


def test_elements_stand_in_the_order_of_the_schema():
    payment = written(order()).find(".//p:PmtInf", NAMES)
    assert [child.tag.partition("}")[2] for child in payment] == [
        *("PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt"),
        *("Dbtr", "DbtrAcct", "DbtrAgt", "ChrgBr", "CdtTrfTxInf"),
    ]
    entry = written(order()).find(".//p:CdtTrfTxInf", NAMES)
    assert [child.tag.partition("}")[2] for child in entry] == [
        *("PmtId", "Amt", "Cdtr", "CdtrAcct", "Purp", "RmtInf"),
    ]


@given(st.text(max_size=200))
def test_whatever_is_typed_becomes_letters_that_banks_take(typed):
    made = pain001.plain(typed, 70)
    assert ALLOWED.fullmatch(made)
    assert len(made) <= 70


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Jürgen Groß & Söhne", "Juergen Gross + Soehne"),
        ("Łódź – „Zentrum“", "Lodz - 'Zentrum'"),
        ("Café Ñandú", "Cafe Nandu"),
        ("Ein ★ Stern", "Ein Stern"),
    ],
)
def test_umlauts_are_spelled_out(typed, taken):
    assert pain001.plain(typed, 70) == taken


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"transfers": []}, "at least one"),
        ({"transfers": [transfer(1), transfer(1)]}, "Two transfers"),
        ({"transfers": [transfer(cents=0)]}, "Not an amount"),
        ({"transfers": [transfer(cents=-5)]}, "Not an amount"),
        ({"transfers": [transfer(end_to_end="x" * 36)]}, "reference"),
        ({"transfers": [transfer(end_to_end="")]}, "reference"),
        ({"transfers": [transfer(end_to_end="Ä1")]}, "reference"),
        ({"transfers": [transfer(to=Account("A", "DE02120300000000202052"))]}, "IBAN"),
        ({"transfers": [transfer(to=Account("☃", PAYER.iban))]}, "holder"),
        ({"message_id": "/x/"}, "reference"),
    ],
)
def test_what_a_bank_would_refuse_is_not_written(broken, why):
    with pytest.raises(ValueError, match=why):
        pain001.write(order(**broken))


def booking(**changes):
    fields = {
        "day": date(2026, 3, 1),
        "cents": 123_456,
        "account": "1360",
        "other": "1590",
        "document": "txn_1",
        "text": "Spende: Klettergerüst",
    }
    return datev.Booking(**fields | changes)


def batch(*bookings, client=CLIENT, first=date(2026, 1, 1), last=date(2026, 3, 31)):
    made = datetime(2026, 4, 1, 10, 20, 30, 45_000, tzinfo=UTC)
    return datev.write(client, bookings, first=first, last=last, made_at=made)


def lines(file):
    return list(csv.reader(StringIO(file.decode("cp1252"), newline=""), delimiter=";"))


def test_a_booking_batch_begins_as_datev_asks():
    head, columns, *_rows = lines(batch(booking()))
    assert head[:6] == ["EXTF", "700", "21", "Buchungsstapel", "13", "20260401102030045"]
    assert head[10:16] == ["1001", "7", "20260101", "4", "20260101", "20260331"]
    assert (len(head), len(columns)) == (31, 125)
    assert columns[0] == "Umsatz (ohne Soll/Haben-Kz)"
    assert columns[113] == "Festschreibung"


def test_a_booking_has_a_decimal_comma_and_a_side():
    row, back = lines(batch(booking(), booking(cents=-2000)))[2:]
    assert row[:3] == ["1234,56", "S", "EUR"]
    assert (row[6], row[7], row[9], row[10]) == ("1360", "1590", "0103", "txn-1")
    assert row[13] == "Spende: Klettergerüst"
    assert back[:2] == ["20,00", "H"]
    assert len(row) == 125


def test_the_file_is_windows_1252_with_crlf():
    file = batch(booking(text="Größe „Łódź“ ☃"))
    assert file.endswith(b"\r\n")
    text = file.decode("cp1252")
    assert "Größe „Lodz“ ?" not in text  # Ł has no accent that could be taken off
    assert "Größe „?ódz“ ?" in text


@pytest.mark.parametrize("text", ["=1+1", "+49", "@SUM(A1)", "-2", "\t=1"])
def test_a_text_is_no_formula(text):
    row = lines(batch(booking(text=text)))[2]
    assert row[13].startswith("'")


def test_quotation_marks_and_line_breaks_do_not_break_a_row():
    rows = lines(batch(booking(text='Ein "Wunsch";\r\nneue Zeile')))
    assert len(rows) == 3
    assert rows[2][13] == 'Ein "Wunsch"; neue Zeile'


def test_a_long_text_is_cut():
    assert len(lines(batch(booking(text="x" * 200, document="y" * 90)))[2][13]) == 60
    assert len(lines(batch(booking(document="y" * 90)))[2][10]) == 36


def test_nothing_is_booked_as_nothing():
    assert len(lines(batch(booking(cents=0)))) == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"account": "136"},
        {"other": "abcd"},
        {"day": date(2025, 12, 31)},
        {"day": date(2026, 4, 1)},
    ],
)
def test_what_datev_would_refuse_is_not_written(broken):
    with pytest.raises(ValueError):
        batch(booking(**broken))


def test_the_time_lies_within_the_fiscal_year():
    with pytest.raises(ValueError, match="fiscal year"):
        batch(first=date(2025, 12, 1))
