"""Amounts and states as the office reads them."""

from datetime import date
from typing import Any

from crowdfunding_lite.models import DisputeState, Receiver, RefundState
from django import template
from django.forms import ChoiceField, DateField, Field
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from participation.wishlist.forms.institutions import BankForm, PapersForm
from participation.wishlist.models import ChangeRequest
from participation.wishlist.models.institutions import ChangeKind
from participation.wishlist.provider_words import in_words

register = template.Library()
register.filter(in_words)

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
def codes_in_words(note: str) -> str:
    """The state of a refund or dispute, with its reason where there is one: ``lost fraudulent``."""
    states = dict(RefundState.choices) | dict(DisputeState.choices)
    return " – ".join(str(states.get(code) or in_words(code)) for code in note.split())


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
    return format_html('<span class="office-state money-state--{}">{}</span>', tone, word)


@register.filter
def entered(change: ChangeRequest) -> list[tuple[Any, Any]]:
    """What a change would put in force, in the words of the form that it was entered by."""
    if change.kind == ChangeKind.BANK:
        known: Any = {name: Receiver._meta.get_field(name) for name in change.data}
        fields = {name: field.formfield() for name, field in known.items()} | BankForm.base_fields
    else:
        fields = PapersForm.base_fields
    return [(fields[name].label, _said(fields[name], value)) for name, value in change.data.items()]


def _said(field: Field, value: Any) -> Any:
    if isinstance(field, ChoiceField):
        choices: Any = field.choices
        return dict(choices).get(value, value)
    if isinstance(field, DateField) and value:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return value
