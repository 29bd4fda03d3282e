"""Forms in which members plan events."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField, offer
from participation.culture.forms.fields import MomentField
from participation.culture.models import Event, WorkGroup
from participation.culture.models.choices import Audience, EventStatus, Genre, Visibility
from participation.culture.times import BERLIN, Span, weekly

LONGEST = timedelta(days=3 * 366)
WORDS = (
    *("title", "summary", "description", "genre", "audience", "place", "address", "price"),
    *("homepage", "visibility", "status"),
)
STATES = [choice for choice in EventStatus.choices if choice[0] != EventStatus.CANCELLED]


class EventForm(forms.Form):
    """What takes place, when and for whom."""

    title = LineField(label=_("Title"), max_length=200)
    start = MomentField(label=_("Begins"))
    end = MomentField(label=_("Ends"))
    all_day = forms.BooleanField(
        label=_("All day"),
        help_text=_("The times of day are left out then."),
        required=False,
    )
    genre = forms.ChoiceField(label=_("Genre"), choices=Genre.choices)
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    place = LineField(label=_("Place"), max_length=200, required=False)
    address = LineField(label=_("Address of the place"), max_length=200, required=False)
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    status = forms.ChoiceField(
        label=_("How certain it is"),
        help_text=_("A draft is seen by your institution alone."),
        choices=STATES,
        widget=forms.RadioSelect,
    )
    summary = LineField(label=_("In one or two sentences"), max_length=300, required=False)
    description = TextField(
        label=_("Description"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    price = LineField(label=_("Admission"), max_length=120, required=False)
    homepage = forms.URLField(
        label=_("Page with more"), max_length=500, required=False, assume_scheme="https"
    )
    every = forms.TypedChoiceField(
        label=_("Repeated"),
        choices=[
            (0, _("Not at all")),
            (1, _("Every week")),
            (2, _("Every two weeks")),
            (4, _("Every four weeks")),
        ],
        coerce=lambda weeks: int(weeks or 0),
        required=False,
    )
    until = DayField(
        label=_("Last day of the series"), help_text=_("Only for a series."), required=False
    )

    group = forms.ModelChoiceField(
        label=_("Prepared by the group"),
        help_text=_("Then it is in the group's calendar, unless it is a draft."),
        queryset=WorkGroup.objects.none(),
        required=False,
        empty_label=_("By no group"),
    )

    def __init__(
        self,
        *args: Any,
        event: Event | None = None,
        groups: QuerySet[WorkGroup] | None = None,
        **kwargs: Any,
    ) -> None:
        initial = initial_of(event) if event else {"visibility": "public", "status": "planned"}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if groups:
            offer(self, "group", groups)
        else:
            del self.fields["group"]
        if event is not None and event.occurrences.count() > 1:
            self.kept_times = [(row.start, row.end) for row in event.occurrences.all()]
        else:
            self.kept_times = []

    def clean(self) -> dict[str, Any]:
        """The end is after the beginning; a series has a last day within a year."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("Please give an end after the beginning."))
        elif start and end and end - start > LONGEST:
            self.add_error("end", _("An event lasts at most three years."))
        self._check_series(cleaned)
        return cleaned

    def _check_series(self, cleaned: dict[str, Any]) -> None:
        start, until = cleaned.get("start"), cleaned.get("until")
        if not (cleaned.get("every") and start):
            return
        first = timezone.localdate(start)
        if not until:
            self.add_error("until", _("Please give the last day of the series."))
        elif not first <= until <= first + timedelta(days=366):
            self.add_error("until", _("Please choose a day within a year after the beginning."))

    @property
    def words(self) -> dict[str, Any]:
        """Fields of the event."""
        names = (*WORDS, *(("group",) if "group" in self.fields else ()))
        return {name: self.cleaned_data[name] for name in names}

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """All its times; a series that is not made anew moves as a whole."""
        first = self._first()
        if self.cleaned_data["every"] and self.cleaned_data["until"]:
            spans = weekly(
                first, weeks=self.cleaned_data["every"], until=self.cleaned_data["until"]
            )
            return [(span.start, span.end) for span in spans]
        if not self.kept_times:
            return [(first.start, first.end)]
        earliest = min(self.kept_times)
        ahead, longer = (
            _wall(first.start) - _wall(earliest[0]),
            _wall(first.end) - _wall(earliest[1]),
        )
        return [
            (_instant(_wall(start) + ahead), _instant(_wall(end) + longer))
            for start, end in self.kept_times
        ]

    def _first(self) -> Span:
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if not self.cleaned_data["all_day"]:
            return Span(start, end)
        last = timezone.localdate(end) + timedelta(days=1)
        return Span(_midnight(timezone.localdate(start)), _midnight(last))


def initial_of(event: Event) -> dict[str, Any]:
    """An event as the form shows it: the last of whole days instead of the one after."""
    first = event.occurrences.first()
    found: dict[str, Any] = {name: getattr(event, name) for name in (*WORDS, "group")}
    if first is not None:
        end = first.end - timedelta(seconds=1) if first.all_day else first.end
        found |= {
            "start": timezone.localtime(first.start),
            "end": timezone.localtime(end),
            "all_day": first.all_day,
        }
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BERLIN)


def _wall(moment: datetime) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(BERLIN).replace(tzinfo=None)


def _instant(wall: datetime) -> datetime:
    return wall.replace(tzinfo=BERLIN)


class SortForm(forms.Form):
    """How an event of a calendar is sorted."""

    genre = forms.ChoiceField(label=_("Genre"), choices=Genre.choices)
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
