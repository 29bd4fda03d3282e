"""The application of an institution: its profile, papers and bank account on one page."""

from typing import Any
from uuid import UUID, uuid4

from crowdfunding_lite.models import PayoutMethod
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.guards import GuardedForm
from participation.wishlist.forms.fields import PickedField
from participation.wishlist.forms.institutions import (
    BankForm,
    PapersFields,
    ProfileFields,
    logo_field,
    paper_field,
)

GROUPS = (
    (_("The institution"), ("name", "legal_form", "register_number", "register_court")),
    (_("What everybody sees"), ("description", "cause", "district", "homepage", "logo")),
    (
        _("Address and contact"),
        ("street", "postcode", "city", "contact_name", "contact_email", "contact_phone"),
    ),
    (
        _("Exemption from tax"),
        (
            *("tax_status", "tax_office", "tax_number", "tax_notice_on", "tax_period"),
            *("tax_purposes", "paper"),
        ),
    ),
    (_("Where the money goes"), ("payout_method", "account_holder", "iban")),
    (_("You"), ("is_allowed", "email")),
)
"""The application's fields under their headings, in the order of the page."""


class ApplicationForm(GuardedForm, BankForm, PapersFields, ProfileFields):
    """A whole application. Who is not signed in gives an e-mail address to confirm."""

    field_order = tuple(name for _title, names in GROUPS for name in names)

    logo = logo_field()
    paper = paper_field()
    payout_method = PickedField(
        label=_("How you are paid"),
        choices=[
            (PayoutMethod.BANK, _("By transfer to your bank account")),
            (PayoutMethod.PROVIDER, _("Through an account at Stripe, which you set up afterwards")),
        ],
        initial=PayoutMethod.BANK,
        help_text=_("For Stripe, leave the bank account below empty."),
    )
    is_allowed = forms.BooleanField(
        label=_("I may speak for this institution"),
        error_messages={"required": _("Only somebody who may speak for it can register it.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send you a link to confirm it. With the link you get an account without a "
            "password, by which you work on the institution's wishes."
        ),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_signed_in: bool, connect: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if not connect:
            del self.fields["payout_method"]
        elif self["payout_method"].value() == PayoutMethod.PROVIDER:
            self.fields["account_holder"].required = self.fields["iban"].required = False
        if is_signed_in:
            del self.fields["email"]

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def bank(self) -> dict[str, str]:
        """Fields of the receiver, with the way of payment that was chosen."""
        return super().bank | {"payout_method": self.cleaned_data.get("payout_method") or "bank"}

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the institution."""
        names = (*ProfileFields.base_fields, *PapersFields.base_fields)
        return {name: self.cleaned_data[name] for name in names}

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under headings, as the page shows them."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in GROUPS
        ]
