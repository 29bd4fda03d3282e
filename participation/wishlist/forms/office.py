"""Forms of the office: filters of lists, and what is typed to decide something about money."""

from typing import Any

from crowdfunding_lite.models import (
    DonationState,
    NeedKind,
    PayoutState,
    PledgeState,
    SubscriptionState,
)
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.core.filters import FilterForm
from cms.core.money import EurosFormField, euros
from participation.wishlist.models import Institution, ReceiptKind
from participation.wishlist.provider_words import in_words
from participation.wishlist.queries.donations import methods

EVERYTHING = [("", _("All"))]


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[*EVERYTHING, *choices])


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}))


class OfficeFilter(FilterForm):
    """A filter whose dates stay dates."""

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters in force; unknown values are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DonationFilter(OfficeFilter):
    """Donations by anything the treasury asks for."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        help_text=_("Name, e-mail, wish, institution, amount or number"),
    )
    state = _choice(_("State"), DonationState.choices)
    institution = _choice(_("Institution"), [])
    method = _choice(_("Way of payment"), [])
    special = _choice(
        _("Only"),
        [
            ("mismatch", _("with books that do not agree")),
            ("back", _("with money that went back")),
            ("receipt", _("with a receipt wished for")),
            ("monthly", _("monthly ones")),
        ],
    )
    since = _day(_("From"))
    until = _day(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("institution", institutions)
        self.give_choices("method", lambda: [(name, in_words(name)) for name in methods()])


class PledgeFilter(OfficeFilter):
    """Pledges by state and kind."""

    state = _choice(_("State"), PledgeState.choices)
    kind = _choice(_("Kind"), NeedKind.choices)


class SubscriptionFilter(OfficeFilter):
    """Monthly donations by state."""

    state = _choice(_("State"), SubscriptionState.choices)


class PayoutFilter(OfficeFilter):
    """Payouts by state."""

    state = _choice(_("State"), PayoutState.choices)


class ReceiptFilter(OfficeFilter):
    """Receipts by number, year, issuer and kind."""

    q = forms.CharField(label=_("Number or name"), required=False, max_length=100)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        validators=[MinValueValidator(2000), MaxValueValidator(2200)],
    )
    institution = _choice(_("Issuer"), [])
    kind = _choice(_("Kind"), ReceiptKind.choices)
    void = _choice(_("Validity"), [("no", _("valid")), ("yes", _("void"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("institution", institutions)


def institutions() -> list[tuple[str, str]]:
    """Every institution that was ever verified."""
    known = Institution.objects.exclude(verified_at=None, state="applied").order_by("name")
    return [(str(pk), name) for pk, name in known.values_list("pk", "name")]


class RefundForm(forms.Form):
    """How much goes back, and why."""

    cents = EurosFormField(label=_("Amount in euros"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays in the donation's history."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.fields["cents"].help_text = _("At most %(sum)s") % {"sum": euros(most)}

    def clean_cents(self) -> int:
        """Something, and not more than is left."""
        cents = self.cleaned_data["cents"]
        if not 0 < cents <= self.most:
            raise ValidationError(
                _("Between one cent and %(sum)s can go back.") % {"sum": euros(self.most)}
            )
        return cents


class WordsForm(forms.Form):
    """A few words that stay: a note, a reason, how something was solved."""

    words = forms.CharField(
        label=_("Note"), max_length=500, widget=forms.Textarea({"rows": 2, "maxlength": 500})
    )

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label


class EvidenceForm(forms.Form):
    """What was sent to the donor's bank in a dispute."""

    evidence = forms.CharField(
        label=_("What was sent as evidence, and when"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class PlanForm(forms.Form):
    """How much of what is there is paid out."""

    cents = EurosFormField(label=_("Amount in euros"))


class BankFileForm(forms.Form):
    """The day on which the bank is to pay."""

    execute_on = forms.DateField(
        label=_("To be executed on"),
        widget=AdminDateInput,
        error_messages={"required": _("Choose a day.")},
    )

    def clean_execute_on(self) -> Any:
        """Banks take today or a day of the next year."""
        day = self.cleaned_data["execute_on"]
        if not 0 <= (day - timezone.localdate()).days <= 365:
            raise ValidationError(_("Choose today or a day within a year."))
        return day


class SpanForm(forms.Form):
    """A time for a file."""

    since = forms.DateField(label=_("From"), widget=AdminDateInput)
    until = forms.DateField(label=_("Until"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        """From before until, and not more than the ten years that books are kept."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and not 0 <= (until - since).days <= 3660:
            self.add_error("until", _("The last day lies before the first, or too far away."))
        return cleaned
