"""Forms about institutions: the application, the profile, bank account and papers."""

from typing import Any
from uuid import UUID, uuid4

from crowdfunding_lite.models import PayoutMethod
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import (
    CheckedFileField,
    LineField,
    NeededDayField,
    NeededLineField,
    TextField,
)
from cms.core.guards import GuardedForm
from cms.core.models import Place
from cms.core.uploads import check_document, check_picture
from participation.wishlist.forms.fields import IbanField, PickedField
from participation.wishlist.models.choices import Cause, LegalForm, TaxStatus
from participation.wishlist.models.institutions import DESCRIPTION_LENGTH, NAME_LENGTH

REGISTERED = (LegalForm.ASSOCIATION, LegalForm.COMPANY, LegalForm.COOPERATIVE)
"""Legal forms that come into being by an entry in a register."""
NOTICED = (TaxStatus.NOTICE, TaxStatus.DETERMINATION)
"""Exemptions that rest on a paper."""


def logo_field() -> CheckedFileField:
    """A picture for the institution's page."""
    return CheckedFileField(
        label=_("Logo"),
        help_text=_("JPEG, PNG or WebP."),
        check=check_picture,
        accept="image/*",
        required=False,
    )


def paper_field() -> CheckedFileField:
    """The tax office's paper."""
    return CheckedFileField(
        label=_("Notice of the tax office as a file"),
        help_text=_("PDF, at most 10 MB. Only the office sees it."),
        check=check_document,
        accept=".pdf",
        required=False,
    )


class ProfileFields(forms.Form):
    """What an institution says of itself; it can change this without the office."""

    description = TextField(
        label=_("What you do"),
        help_text=_("For whom are you there, and since when? A few sentences for everybody."),
        max_length=DESCRIPTION_LENGTH,
        error_messages={"required": _("Please write in a few sentences what you do.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    cause = forms.ChoiceField(label=_("What it is about"), choices=Cause.choices)
    district = forms.ModelChoiceField(
        label=_("Part of the city"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("The whole city"),
    )
    street = LineField(
        label=_("Street and number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    postcode = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Postcode"),
        error_messages={"invalid": _("A postcode has five digits.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    city = LineField(
        label=_("City"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    homepage = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Please check the address: https://example.org")},
    )
    contact_name = LineField(label=_("Contact person"), max_length=120)
    contact_email = forms.EmailField(
        label=_("E-mail address of the institution"),
        help_text=_("For questions of the office and for pledges. It is not shown."),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
    )
    contact_phone = LineField(label=_("Telephone"), max_length=40, required=False)


class PapersFields(forms.Form):
    """What the office checks: name, legal form, register, exemption from tax."""

    name = LineField(label=_("Name of the institution"), max_length=NAME_LENGTH)
    legal_form = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices)
    register_number = NeededLineField(
        label=_("Register number"),
        help_text=_("For example VR 1234. Needed for associations, companies and cooperatives."),
        max_length=40,
    )
    register_court = LineField(
        label=_("Register kept by"),
        help_text=_("For example Amtsgericht Kiel."),
        max_length=80,
        required=False,
    )
    tax_status = forms.ChoiceField(
        label=_("Exemption from tax"), choices=TaxStatus.choices, initial=TaxStatus.NOTICE
    )
    tax_office = NeededLineField(label=_("Tax office"), max_length=80)
    tax_number = NeededLineField(label=_("Tax number"), max_length=30)
    tax_notice_on = NeededDayField(label=_("Date of the notice"))
    tax_period = LineField(
        label=_("Assessed for the years"),
        help_text=_("As it stands in the notice, for example 2021 to 2023."),
        max_length=40,
        required=False,
    )
    tax_purposes = LineField(
        label=_("Exempt purposes"),
        help_text=_("As they stand in the notice, for example: support of youth welfare."),
        max_length=300,
        required=False,
    )

    def clean_name(self) -> str:
        """Refuse a name of signs alone."""
        name: str = self.cleaned_data["name"]
        if not any(sign.isalnum() for sign in name):
            raise ValidationError(_("Please write the name in words."))
        return name

    def clean_tax_notice_on(self) -> Any:
        """A notice is of the past."""
        day = self.cleaned_data["tax_notice_on"]
        if day and (day > timezone.localdate() or day.year < 1990):
            raise ValidationError(_("Please check the date of the notice."))
        return day

    def clean(self) -> dict[str, Any]:
        """What the legal form and the exemption ask for."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("legal_form") in REGISTERED and not cleaned.get("register_number"):
            self._needs("register_number", _("Please give the register number."))
        if cleaned.get("tax_status") in NOTICED:
            for name, words in (
                ("tax_office", _("Please give the tax office.")),
                ("tax_number", _("Please give the tax number.")),
                ("tax_notice_on", _("Please give the date of the notice.")),
            ):
                if not cleaned.get(name):
                    self._needs(name, words)
        return cleaned

    def _needs(self, name: str, words: Any) -> None:
        if name not in self.errors:
            self.add_error(name, words)

    @property
    def papers(self) -> dict[str, Any]:
        """Fields of the institution."""
        return {name: self.cleaned_data[name] for name in PapersFields.base_fields}


class BankForm(forms.Form):
    """Where the money goes."""

    account_holder = LineField(label=_("Account holder"), max_length=70)
    iban = IbanField()

    def clean_account_holder(self) -> str:
        """Banks take letters and digits (pain.001, ISO 20022)."""
        holder: str = self.cleaned_data["account_holder"]
        if holder and not any(sign.isalnum() for sign in holder):
            raise ValidationError(_("Please write the account holder as the bank knows it."))
        return holder

    @property
    def bank(self) -> dict[str, str]:
        """Fields of the receiver."""
        values = {name: self.cleaned_data[name] for name in BankForm.base_fields}
        return values | {"payout_method": PayoutMethod.BANK.value}


class PapersForm(PapersFields):
    """Newer papers of a verified institution."""

    paper = paper_field()


class ProfileForm(ProfileFields):
    """The profile with the logo."""

    logo = logo_field()
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args: Any, has_logo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["without_logo"]

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the institution."""
        return {name: self.cleaned_data[name] for name in ProfileFields.base_fields}


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
