"""Forms about calendars that institutions bring along, and private ones they take away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField
from participation.culture.forms.fields import InstitutionsField, WordsField
from participation.culture.models import Feed
from participation.culture.models.choices import Audience, FeedKind, Genre, Visibility
from participation.culture.reading.fetch import MOST_BYTES, normal_address

SORTED = ("name", "visibility", "genre", "audience", "place")


class FeedForm(forms.Form):
    """Where a calendar is, and how its events are seen here."""

    kind = forms.ChoiceField(
        label=_("How it comes in"), choices=FeedKind.choices, widget=forms.RadioSelect
    )
    name = LineField(label=_("Name"), help_text=_("Only you see it."), max_length=120)
    address = LineField(
        label=_("Address of the calendar"),
        help_text=_("Begins with https:// or webcal://. Not needed for a file."),
        max_length=1000,
        required=False,
    )
    username = LineField(
        label=_("User name"), help_text=_("For CalDAV."), max_length=120, required=False
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("For CalDAV. Make one for this use alone, if your server can do that."),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Calendar as a file"),
        help_text=_("In the format iCalendar (.ics), up to five megabytes."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who sees its events"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    genre = forms.ChoiceField(
        label=_("Genre"),
        help_text=_("For events that do not tell it themselves."),
        choices=Genre.choices,
    )
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    place = LineField(label=_("Place where none is given"), max_length=200, required=False)

    def __init__(self, *args: Any, feed: Feed | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"kind": FeedKind.ICS, "visibility": Visibility.PUBLIC}
        if feed is not None:
            initial = {name: getattr(feed, name) for name in (*SORTED, "address", "username")}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.feed = feed
        if feed is not None:
            del self.fields["kind"]
            unused = ("address",) if feed.kind == FeedKind.UPLOAD else ("file",)
            signing = () if feed.kind == FeedKind.CALDAV else ("username", "password")
            for name in (*unused, *signing):
                del self.fields[name]

    @property
    def feed_kind(self) -> str:
        """Of the calendar that is changed, else what was chosen."""
        return self.feed.kind if self.feed else self.cleaned_data.get("kind", "")

    def clean_file(self) -> Any:
        """Not too large; what is in it is looked at when it is read."""
        file = self.cleaned_data.get("file")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The calendar is larger than five megabytes."))
        return file

    def clean_address(self) -> str:
        """An address of the web."""
        address = normal_address(self.cleaned_data["address"])
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(
                _("Please give an address that begins with https:// or webcal://.")
            )
        return address

    def clean(self) -> dict[str, Any]:
        """A file or an address, whichever the kind needs."""
        cleaned = super().clean() or self.cleaned_data
        if self.feed_kind == FeedKind.UPLOAD:
            if self.feed is None and not cleaned.get("file") and "file" not in self.errors:
                self.add_error("file", _("Please choose the file."))
        elif self.feed_kind and not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", _("Please give the address of the calendar."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the calendar."""
        names = (*SORTED, "address", "username", "kind")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class PrivateFeedForm(forms.Form):
    """What a private calendar holds; nothing chosen means everything."""

    name = LineField(label=_("Name"), max_length=80)
    genres = WordsField(label=_("Genres"), choices=Genre)
    audiences = WordsField(label=_("Audiences"), choices=Audience)
    institutions = InstitutionsField(label=_("Institutions"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the private calendar."""
        found = dict(self.cleaned_data)
        return found | {"institutions": [each.pk for each in found["institutions"]]}
