"""Forms about institutions: the profile, bank account and papers."""

from typing import Any

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
from cms.core.models import Place
from cms.core.uploads import check_document, check_picture
from participation.wishlist.forms.fields import IbanField
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
