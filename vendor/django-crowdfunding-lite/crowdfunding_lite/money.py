"""Sums in words for people."""

from django.utils.formats import number_format

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def in_words(cents: int, currency: str) -> str:
    """A sum in the active language: ``5 €``, ``12,50 €``, ``1.000 CHF``."""
    whole = cents % 100 == 0
    number = number_format(cents / 100, decimal_pos=0 if whole else 2, force_grouping=True)
    return f"{number}\u00a0{SIGNS.get(currency, currency)}"
