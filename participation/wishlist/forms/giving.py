"""The form of a donation: an amount and an e-mail address are enough."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, NeededLineField, UnaskedInput
from cms.core.guards import GuardedForm
from cms.core.money import euros
from participation.wishlist.forms.fields import NeededSumField, PickedField
from participation.wishlist.models import WishlistSettings
from participation.wishlist.models.choices import Country
from participation.wishlist.models.giving import Giving

OTHER, ONCE, MONTHLY = "other", "once", "monthly"
ADDRESS = ("name", "company", "street", "postcode", "city", "country")
NEEDED = ("street", "postcode", "city")


def check_sum(cents: int, chosen: WishlistSettings) -> None:
    """Whether an amount is within the city's limits. Raises ValidationError."""
    if cents < chosen.minimum_cents:
        raise ValidationError(
            _("Please give at least %(sum)s."), params={"sum": euros(chosen.minimum_cents)}
        )
    if cents > chosen.maximum_cents:
        raise ValidationError(
            _("Please give at most %(sum)s here. For more, write to us."),
            params={"sum": euros(chosen.maximum_cents)},
        )


class AmountForm(forms.Form):
    """One of the offered amounts, or a free one.

    A free one that is filled in holds, but not one that stood there before and was left for
    another choice.
    """

    amount = PickedField(
        label=_("Amount"),
        error_messages={"invalid_choice": _("Please choose one of the amounts.")},
    )
    other = NeededSumField(label=_("Another amount in euros"))

    def __init__(self, *args: Any, chosen: WishlistSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        offered = [(str(cents), euros(cents)) for cents in chosen.preset_amounts]
        field = self.fields["amount"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = [*offered, (OTHER, _("Another amount"))]
        # The style sheet tells an empty field from a filled one by it.
        self.fields["other"].widget.attrs["placeholder"] = " "
        self.fields["other"].help_text = _("From %(least)s to %(most)s.") % {
            "least": euros(chosen.minimum_cents),
            "most": euros(chosen.maximum_cents),
        }
        if offered:
            field.initial = offered[min(1, len(offered) - 1)][0]

    def clean(self) -> dict[str, Any]:
        """Which of both holds, within the limits."""
        cleaned = super().clean() or self.cleaned_data
        if "amount" in self.errors or "other" in self.errors:
            return cleaned
        free, picked = cleaned.get("other"), cleaned.get("amount")
        if picked not in ("", None, OTHER) and self._has_turned_away():
            free = None
        if free is None and picked in ("", None, OTHER):
            name = "other" if picked == OTHER else "amount"
            self.add_error(name, _("Please choose or enter an amount."))
            return cleaned
        cents = free if free is not None else int(picked or 0)
        try:
            check_sum(cents, self.chosen)
        except ValidationError as error:
            self.add_error("other" if free is not None else "amount", error)
        cleaned["cents"] = cents
        return cleaned

    def _has_turned_away(self) -> bool:
        """Whether the free amount only stands there still, and another choice was made."""
        return "amount" in self.changed_data and "other" not in self.changed_data


class ReceiptFields(forms.Form):
    """What the tax office wants to know of a donor; only for whom wants a receipt."""

    wants_receipt = forms.BooleanField(label=_("I want a donation receipt"), required=False)
    name = NeededLineField(
        label=_("Name"),
        max_length=140,
        widget=UnaskedInput(attrs={"autocomplete": "name"}),
    )
    company = LineField(
        label=_("Company or association"),
        max_length=140,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    street = NeededLineField(
        label=_("Street and number"),
        max_length=140,
        widget=UnaskedInput(attrs={"autocomplete": "address-line1"}),
    )
    postcode = NeededLineField(
        label=_("Postcode"),
        max_length=12,
        widget=UnaskedInput(attrs={"autocomplete": "postal-code"}),
    )
    city = NeededLineField(
        label=_("City"),
        max_length=80,
        widget=UnaskedInput(attrs={"autocomplete": "address-level2"}),
    )
    country = PickedField(label=_("Country"), choices=Country.choices, widget=forms.Select)

    def clean(self) -> dict[str, Any]:
        """A receipt needs a name and an address (EStDV § 50); without one nothing is kept."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("wants_receipt"):
            return cleaned | dict.fromkeys(ADDRESS, "")
        cleaned["country"] = cleaned.get("country") or Country.GERMANY.value
        if not cleaned.get("name") and not cleaned.get("company") and "name" not in self.errors:
            self.add_error("name", _("A receipt needs your name or that of the company."))
        for field in NEEDED:
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("A receipt needs the whole address."))
        return cleaned

    @property
    def receipt_is_asked(self) -> bool:
        """Whether the folded fields must be seen."""
        names = ("wants_receipt", *ADDRESS[:-1])
        return any(self[name].errors or self[name].value() for name in names)


def _how_long(ends_on: date | None) -> str:
    """Until when a monthly donation is collected."""
    if ends_on is None:
        return str(_("You can end a monthly donation at any time, by one press."))
    return _(
        "You can end a monthly donation at any time, by one press. "
        "It ends with the wish, on %(day)s, in any case."
    ) % {"day": date_format(ends_on, "DATE_FORMAT")}


class DonationForm(GuardedForm, ReceiptFields, AmountForm):
    """A donation as anybody makes it."""

    rhythm = PickedField(
        label=_("How often"),
        choices=[(ONCE, _("Once")), (MONTHLY, _("Every month"))],
        initial=ONCE,
    )
    cover_fees = forms.BooleanField(label=_("I cover the fees"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("For the confirmation of your donation. It is never shown."),
        error_messages={
            "required": _("Please give an e-mail address for the confirmation."),
            "invalid": _("Please check the e-mail address: name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    public_name = LineField(
        label=_("Name on the page of the wish"),
        help_text=_("Leave it empty if you do not want to be named."),
        max_length=80,
        required=False,
    )
    dedication = LineField(
        label=_("A few words for the page"),
        help_text=_("For example for whom or on which occasion you give."),
        max_length=200,
        required=False,
    )
    wants_updates = forms.BooleanField(
        label=_("Tell me by e-mail how the wish goes on"), required=False
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        monthly: bool,
        receipts: bool,
        ends_on: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if monthly:
            self.fields["rhythm"].help_text = _how_long(ends_on)
        else:
            del self.fields["rhythm"]
        if not receipts:
            for name in ("wants_receipt", *ADDRESS):
                del self.fields[name]
        if not self.chosen.cover_fees:
            del self.fields["cover_fees"]

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def giving(self) -> Giving:
        """What the verb takes."""
        sent = self.cleaned_data
        asked = ADDRESS if sent.get("wants_receipt") else ()
        return Giving(
            amount_cents=sent["cents"],
            email=sent["email"],
            monthly=sent.get("rhythm") == MONTHLY,
            cover_fees=sent.get("cover_fees", False),
            public_name=sent["public_name"],
            dedication=sent["dedication"],
            wants_receipt=sent.get("wants_receipt", False),
            wants_updates=sent["wants_updates"],
            address={name: sent.get(name, "") for name in asked},
        )


class MonthlyForm(AmountForm):
    """Another sum for a monthly donation."""

    cover_fees = forms.BooleanField(label=_("I cover the fees"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.chosen.cover_fees:
            del self.fields["cover_fees"]
