"""Bookings for DATEV: a „Buchungsstapel“ in the EXTF format, header version 700, format version 13.

Source: DATEV-Format, developer.datev.de (file „Buchungsstapel“). Windows-1252, semicolons, CRLF;
texts in quotation marks, numbers without. An amount is positive; S or H says on which side the
account is.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cms.core import tables

HEADER_VERSION, CATEGORY, FORMAT_VERSION = 700, 21, 13
ENCODING = "cp1252"
MOST_ROWS = 99_999
COLUMNS = (Path(__file__).parent / "datev_columns.txt").read_text("utf-8").splitlines()
"""The 125 headings of format version 13, in their order."""
TEXT, LONGEST_TEXT, LONGEST_FIELD = COLUMNS.index("Buchungstext"), 60, 36
FIXED = COLUMNS.index("Festschreibung")
_FIELD = re.compile(r"[^A-Za-z0-9$%&*+/-]+")
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Booking:
    """Debit ``account``, credit ``other``; negative cents the other way round.

    ``document`` is what both books know the case by.
    """

    day: date
    cents: int
    account: str
    other: str
    document: str
    text: str


@dataclass(frozen=True)
class Client:
    """Whose books, at which adviser, and how long the numbers of accounts are there."""

    adviser: int
    number: int
    year_begins: date
    account_length: int = 4


def write(
    client: Client, bookings: Iterable[Booking], *, first: date, last: date, made_at: datetime
) -> bytes:
    """The file for a time within one fiscal year. Raises ValueError for what DATEV would refuse."""
    rows = [_row(booking, client, first, last) for booking in bookings if booking.cents]
    if len(rows) > MOST_ROWS:
        raise ValueError("Too many bookings for one file. Choose a shorter time.")
    lines = [_header(client, first, last, made_at), ";".join(COLUMNS), *rows]
    return _in_windows_letters("\r\n".join(lines) + "\r\n")


def _header(client: Client, first: date, last: date, made_at: datetime) -> str:
    if not client.year_begins <= first <= last:
        raise ValueError("The time does not lie within the fiscal year.")
    made = made_at.strftime("%Y%m%d%H%M%S") + f"{made_at.microsecond // 1000:03d}"
    fields = [
        *('"EXTF"', str(HEADER_VERSION), str(CATEGORY), '"Buchungsstapel"', str(FORMAT_VERSION)),
        *(made, "", '"WL"', '""', '""', str(client.adviser), str(client.number)),
        *(f"{client.year_begins:%Y%m%d}", str(client.account_length)),
        *(f"{first:%Y%m%d}", f"{last:%Y%m%d}", '"Digitale Wunschliste"', '""', "1", "0", "0"),
        *('"EUR"', "", '""', "", "", '""', "", "", '""', '""'),
    ]
    return ";".join(fields)


def _row(booking: Booking, client: Client, first: date, last: date) -> str:
    if not first <= booking.day <= last:
        raise ValueError(f"Not within the time: {booking.day}")
    for account in (booking.account, booking.other):
        if not re.fullmatch(
            rf"[0-9]{{{client.account_length},{client.account_length + 1}}}", account
        ):
            raise ValueError(f"Not an account with {client.account_length} digits: {account!r}")
    fields = [""] * len(COLUMNS)
    cents = abs(booking.cents)
    fields[0] = f"{cents // 100},{cents % 100:02d}"
    fields[1] = '"S"' if booking.cents > 0 else '"H"'
    fields[2] = '"EUR"'
    fields[6], fields[7] = booking.account, booking.other
    fields[9] = f"{booking.day:%d%m}"
    fields[10] = _quoted(_FIELD.sub("-", booking.document)[:LONGEST_FIELD])
    text = str(tables.cell(_BREAKS.sub(" ", booking.text).strip()))
    fields[TEXT] = _quoted(text[:LONGEST_TEXT])
    fields[FIXED] = "0"
    return ";".join(fields)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _in_windows_letters(text: str) -> bytes:
    """Letters that Windows-1252 lacks lose their accents; what is left then is a question mark."""

    def nearest(letter: str) -> str:
        bare = unicodedata.normalize("NFKD", letter)
        return "".join(part for part in bare if not unicodedata.combining(part))

    known = (
        letter if letter.encode(ENCODING, errors="ignore") else nearest(letter) for letter in text
    )
    return "".join(known).encode(ENCODING, errors="replace")
