"""Amounts in German words, as confirmations of donations must show them beside the digits."""

import re

from num2words import num2words

MOST_CENTS = 99_999_999_999
"""Just under one billion euros: more than anybody gives, and all that the tests have read back."""


def amount_in_words(cents: int) -> str:
    """``123456`` → ``eintausendzweihundertvierunddreißig Euro und sechsundfünfzig Cent``.

    Raises ValueError for nothing, less than nothing, and amounts that no test covers.
    """
    if not 0 < cents <= MOST_CENTS:
        raise ValueError(f"No words for an amount of {cents} cents.")
    euros, rest = divmod(cents, 100)
    parts = [f"{_number(euros)} Euro"] if euros else []
    parts += [f"{_number(rest)} Cent"] if rest else []
    return " und ".join(parts)


def _number(number: int) -> str:
    """A number before a noun: ``ein``, not ``eins``.

    num2words counts („hunderteins“) and joins that to thousands („einhunderteinstausend“).
    """
    counted = num2words(number, lang="de")
    return re.sub(r"eins(?=tausend|$)", "ein", counted)
