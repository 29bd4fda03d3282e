"""Forms about institutions: the application, the profile."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import CheckedFileField, LineField, TextField
from cms.core.guards import GuardedForm
from cms.core.models import Place
from cms.core.uploads import check_picture
from cms.core.words import has_words
from participation.culture.forms.fields import WordsField
from participation.culture.models import Institution
from participation.culture.models.choices import (
    Audience,
    Genre,
    InstitutionKind,
    Offer,
    Space,
)
from participation.culture.models.institutions import NAME_LENGTH, TEXT_LENGTH

WRONG_ADDRESS = _("Please check the e-mail address: name@example.org")


def logo_field() -> CheckedFileField:
    """A picture for the institution's page."""
    return CheckedFileField(
        label=_("Logo"),
        help_text=_("JPEG, PNG or WebP."),
        check=check_picture,
        accept="image/*",
        required=False,
    )


class ProfileFields(forms.Form):
    """What an institution says of itself."""

    name = LineField(label=_("Name of the institution"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("What you are"), choices=InstitutionKind.choices)
    summary = LineField(
        label=_("In one or two sentences"),
        help_text=_("Everybody reads it, in lists too."),
        max_length=300,
    )
    public_text = TextField(
        label=_("For everybody"),
        help_text=_("What you do, for whom, and since when."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    partner_text = TextField(
        label=_("For partners only"),
        help_text=_("What you look for, what you can lend, whom to ask."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    genres = WordsField(label=_("Genres"), choices=Genre)
    audiences = WordsField(label=_("Audiences"), choices=Audience)
    spaces = WordsField(label=_("Spaces you have"), choices=Space)
    offers = WordsField(label=_("What you offer to partners"), choices=Offer)
    homepage = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Please check the address: https://example.org")},
    )
    street = LineField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Postcode"),
        required=False,
        error_messages={"invalid": _("A postcode has five digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    city = LineField(label=_("City"), max_length=80, required=False)
    district = forms.ModelChoiceField(
        label=_("Part of the city"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("The whole city"),
    )
    contact_name = LineField(label=_("Contact person"), max_length=120, required=False)
    contact_email = forms.EmailField(
        label=_("E-mail address of the institution"),
        help_text=_("Only partners and the office see contact person, address and telephone."),
        error_messages={"invalid": WRONG_ADDRESS},
    )
    contact_phone = LineField(label=_("Telephone"), max_length=40, required=False)

    def clean_name(self) -> str:
        """Refuse a name of signs alone."""
        name: str = self.cleaned_data["name"]
        if not has_words(name):
            raise ValidationError(_("Please write the name in words."))
        return name

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the institution."""
        return {name: self.cleaned_data[name] for name in ProfileFields.base_fields}


class ProfileForm(ProfileFields):
    """The profile with the logo."""

    logo = logo_field()
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        names = ProfileFields.base_fields
        kwargs["initial"] = {name: getattr(institution, name) for name in names}
        super().__init__(*args, **kwargs)
        if institution.logo_id is None:
            del self.fields["without_logo"]


class ApplicationForm(GuardedForm, ProfileFields):
    """A whole application. Who is not signed in gives an e-mail address to confirm."""

    logo = logo_field()
    motivation = TextField(
        label=_("Why you want to take part"),
        help_text=_("Only the office reads it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_allowed = forms.BooleanField(
        label=_("I may speak for this institution"),
        error_messages={"required": _("Only somebody who may speak for it can register it.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send you a link to confirm it. With the link you get an account without a "
            "password, by which you enter the members' area."
        ),
        error_messages={"invalid": WRONG_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if is_signed_in:
            del self.fields["email"]

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the institution."""
        return super().words | {"motivation": self.cleaned_data["motivation"]}

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under headings, as the page shows them."""
        about = ["name", "kind", "summary", "public_text", "homepage", "logo"]
        sorted_by = ["genres", "audiences", "spaces", "offers"]
        reach = ["street", "postcode", "city", "district"]
        partners = ["partner_text", "contact_name", "contact_email", "contact_phone"]
        own = ["motivation", "is_allowed", *(["email"] if "email" in self.fields else [])]
        headed = [
            (_("What everybody sees"), about),
            (_("How you are found"), sorted_by),
            (_("Where you are"), reach),
            (_("What partners see"), partners),
            (_("You"), own),
        ]
        return [(title, [self[name] for name in names]) for title, names in headed]
