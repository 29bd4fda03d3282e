"""Forms about what is lent, and about bookings."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, SeveralFilesField, TextField, offer
from cms.core.uploads import check_picture
from participation.culture.forms.fields import ActingForm, MomentField, check_order
from participation.culture.models import Resource
from participation.culture.models.choices import Handover, ResourceKind
from participation.culture.times import Hours, Span, weekly

MOST_PICTURES, LONGEST = 5, timedelta(days=31)
WORDS = ("kind", "title", "description", "conditions", "price", "capacity", "accessible", "place")


DAY_BEGINS, DAY_ENDS = time(0), time(23, 59)


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ResourceForm(forms.Form):
    """What is offered, when, and on which conditions."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    title = LineField(label=_("Name"), max_length=120)
    description = TextField(
        label=_("Description"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    conditions = TextField(
        label=_("Conditions"),
        help_text=_("Who may have it, what to mind, how far ahead to ask."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    price = LineField(
        label=_("What it costs"),
        help_text=_("For example: free for partners; 50 euros for cleaning."),
        max_length=120,
        required=False,
    )
    capacity = forms.IntegerField(
        label=_("For how many people"), required=False, min_value=1, max_value=50_000
    )
    accessible = forms.BooleanField(label=_("Reached without steps"), required=False)
    place = LineField(label=_("Where it is"), max_length=200, required=False)
    days = forms.MultipleChoiceField(
        label=_("Days on which it can be had"),
        help_text=_("None ticked: always."),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=_("From"), required=False, widget=_clock())
    closes = forms.TimeField(label=_("Until"), required=False, widget=_clock())
    pictures = SeveralFilesField(
        label=_("Pictures"),
        help_text=_("Up to five. We take out what the camera notes."),
        most=MOST_PICTURES,
        check=check_picture,
        accept="image/*",
    )
    dropped = forms.MultipleChoiceField(
        label=_("Take these pictures away"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label=_("Offered at present"), required=False, initial=True)

    def __init__(self, *args: Any, resource: Resource | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(resource) if resource else {}
        super().__init__(*args, **kwargs)
        pictures = list(resource.pictures.select_related("image")) if resource else []
        self.had = len(pictures)
        if pictures:
            choices = [(str(row.pk), row.image.title) for row in pictures]
            offer(self, "dropped", choices)
        else:
            del self.fields["dropped"]

    def clean(self) -> dict[str, Any]:
        """Hours belong together; pictures are five at most with those that stay."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("closes") or DAY_ENDS) <= (cleaned.get("opens") or DAY_BEGINS):
            self.add_error("closes", _("Please give an end after the beginning."))
        stay = self.had - len(cleaned.get("dropped", []))
        if stay + len(cleaned.get("pictures") or []) > MOST_PICTURES:
            self.add_error("pictures", _("At most %(most)s files.") % {"most": MOST_PICTURES})
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the resource."""
        return {name: self.cleaned_data[name] for name in (*WORDS, "is_active")}

    @property
    def hours(self) -> list[Hours]:
        """The same hours on each of the ticked days; the whole day where none are given."""
        opens = self.cleaned_data["opens"] or DAY_BEGINS
        closes = self.cleaned_data["closes"] or DAY_ENDS
        bounded = self.cleaned_data["opens"] or self.cleaned_data["closes"]
        days = self.cleaned_data["days"] or (list("0123456") if bounded else [])
        return [(int(day), opens, closes) for day in days]

    @property
    def dropped_ids(self) -> list[int]:
        """Pictures that go."""
        return [int(pk) for pk in self.cleaned_data.get("dropped", [])]


def _initial(resource: Resource) -> dict[str, Any]:
    hours = list(resource.hours.all())
    found = {name: getattr(resource, name) for name in (*WORDS, "is_active")}
    found["days"] = [str(row.weekday) for row in hours]
    if hours:
        found |= {"opens": hours[0].opens, "closes": hours[0].closes}
    return found


class BookingForm(ActingForm):
    """When somebody wants to have a resource, once or every so many weeks."""

    start = MomentField(label=_("Begins"))
    end = MomentField(label=_("Ends"))
    every = forms.TypedChoiceField(
        label=_("Repeated"),
        choices=[
            (0, _("Not at all")),
            (1, _("Every week")),
            (2, _("Every two weeks")),
            (4, _("Every four weeks")),
        ],
        coerce=lambda weeks: int(weeks or 0),
        initial=0,
        required=False,
    )
    until = DayField(
        label=_("Last day of the series"),
        help_text=_("Only for a repeated booking."),
        required=False,
    )
    purpose = LineField(label=_("What for"), max_length=200)
    note = TextField(
        label=_("Note to the lender"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ["institution", "start", "end", "every", "until", "purpose", "note", "key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    def clean(self) -> dict[str, Any]:
        """The end is after the beginning; a series has a last day within a year."""
        cleaned = super().clean() or self.cleaned_data
        check_order(self, cleaned)
        start, end, until = cleaned.get("start"), cleaned.get("end"), cleaned.get("until")
        if start and end and end - start > LONGEST:
            self.add_error("end", _("A booking lasts at most 31 days."))
        if cleaned.get("every") and start:
            latest = timezone.localdate(start) + timedelta(days=366)
            if not until:
                self.add_error("until", _("Please give the last day of the series."))
            elif not timezone.localdate(start) <= until <= latest:
                self.add_error("until", _("Please choose a day within a year after the beginning."))
        return cleaned

    @property
    def spans(self) -> list[Span]:
        """All the times that are asked for."""
        first = Span(self.cleaned_data["start"], self.cleaned_data["end"])
        weeks, until = self.cleaned_data["every"], self.cleaned_data["until"]
        return weekly(first, weeks=weeks, until=until) if weeks and until else [first]


class AnswerForm(forms.Form):
    """What the lender says to a request."""

    answer = TextField(
        label=_("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(forms.Form):
    """A note at handover."""

    kind = forms.ChoiceField(label=_("When"), choices=Handover.choices)
    text = TextField(
        label=_("Note"),
        help_text=_("What was there, in which state, who has the key."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
