"""Amounts and states as the office reads them."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

GOOD, WAITING, BAD, QUIET = "good", "waiting", "bad", "quiet"
TONES = {
    "paid": GOOD,
    "succeeded": GOOD,
    "won": GOOD,
    "active": GOOD,
    "verified": GOOD,
    "ready": GOOD,
    "thanked": GOOD,
    "handed_over": GOOD,
    "processing": WAITING,
    "requested": WAITING,
    "pending": WAITING,
    "open": WAITING,
    "held": WAITING,
    "sent": WAITING,
    "applied": WAITING,
    "review": WAITING,
    "promised": WAITING,
    "agreed": WAITING,
    "failed": BAD,
    "disputed": BAD,
    "charge_lost": BAD,
    "lost": BAD,
    "past_due": BAD,
    "suspended": BAD,
}
"""The colour of a state; the word beside it says the same."""


@register.filter
def cents(value: int | None) -> str:
    """An amount for columns of numbers, always with two decimals: ``1.234,50 €``."""
    if value is None:
        return "–"
    sign, value = ("−" if value < 0 else ""), abs(value)
    number = f"{value // 100:,}.{value % 100:02d}"
    if (get_language() or "").startswith("en"):
        return f"{sign}€{number}"
    return f"{sign}{number.translate(str.maketrans(',.', '.,'))}\N{NO-BREAK SPACE}€"


@register.filter
def percent(share: int, whole: int) -> int:
    """A whole number between 0 and 100."""
    return min(100, round(100 * share / whole)) if whole else 0


@register.simple_tag
def state_badge(thing: Any, field: str = "state") -> SafeString:
    """A state in its word and colour."""
    value = getattr(thing, field)
    word = getattr(thing, f"get_{field}_display")()
    tone = TONES.get(str(value), QUIET)
    return format_html('<span class="money-state money-state--{}">{}</span>', tone, word)
