"""Forms of providers about runs: facts, prices and dates."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField, offer
from cms.core.models import Place
from cms.core.money import EurosFormField
from cms.core.recurrence import MOST_DATES
from cms.users.models import User
from participation.courses.forms.catalogue import LANGUAGES
from participation.courses.models import Provider, Run
from participation.courses.models.choices import Mode, PriceKind
from participation.courses.models.runs import MOST_SEATS

MOST_CENTS = 1_000_000
FACTS = (
    *("mode", "room", "address", "place", "online_url", "spoken", "teacher_name"),
    *("wheelchair", "hearing_loop", "sign_language", "child_care"),
    *("minimum", "maximum", "decides_on", "books_from", "books_until"),
    *("pay_online", "pay_on_site", "free_cancel_days", "late_refund_percent"),
)
"""Fields of a run that the form has under the same names."""
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Days that can be reckoned with: the calendar itself ends in the year 9999."""
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")


class MomentField(forms.DateTimeField):
    """A day and a time, by the browser's own calendar where it has one."""

    def __init__(self, **options: Any) -> None:
        shown = "%Y-%m-%dT%H:%M"
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=shown)
        formats = [shown, "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)
        self.error_messages["invalid"] = _("Please give a day and a time.")

    def clean(self, value: Any) -> datetime | None:
        """A moment that can be reckoned with."""
        moment: datetime | None = super().clean(value)
        if moment is not None:
            _check_day(moment.date())
        return moment


class TimeField(forms.TimeField):
    """A time of the day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)


class RunForm(forms.Form):
    """Where a run is, for how many, what it costs, and who teaches it."""

    mode = forms.ChoiceField(
        label=_("Where"), choices=Mode.choices, initial=Mode.ON_SITE, widget=forms.RadioSelect
    )
    room = LineField(label=_("Room"), max_length=120, required=False)
    address = LineField(label=_("Address"), max_length=200, required=False)
    place = forms.ModelChoiceField(
        label=_("Part of the city"), queryset=Place.objects.all(), required=False
    )
    online_url = forms.URLField(
        label=_("Link to join online"),
        help_text=_("Shown to participants only."),
        required=False,
        assume_scheme="https",
    )
    spoken = forms.ChoiceField(
        label=_("Spoken language"), choices=list(LANGUAGES.items()), initial="de"
    )
    wheelchair = forms.BooleanField(label=_("Accessible by wheelchair"), required=False)
    hearing_loop = forms.BooleanField(label=_("Hearing loop"), required=False)
    sign_language = forms.BooleanField(label=_("Sign language"), required=False)
    child_care = forms.BooleanField(label=_("Child care"), required=False)
    teacher_name = LineField(label=_("Teacher, as shown"), max_length=120, required=False)
    teachers = forms.ModelMultipleChoiceField(
        label=_("Teachers with an account"),
        help_text=_("They note attendance and write to participants."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minimum = forms.IntegerField(
        label=_("Fewest people"), min_value=1, max_value=MOST_SEATS, initial=4
    )
    maximum = forms.IntegerField(
        label=_("Most people"), min_value=1, max_value=MOST_SEATS, initial=12
    )
    decides_on = DayField(
        label=_("Decision date"),
        help_text=_("On this day we ask you whether it takes place, if too few have booked."),
        required=False,
    )
    books_from = MomentField(label=_("Booking opens"))
    books_until = MomentField(
        label=_("Booking closes"), help_text=_("Empty: when it begins."), required=False
    )
    normal = EurosFormField(
        label=_("Fee in euros"), help_text=_("Empty: free of charge."), required=False
    )
    reduced = EurosFormField(label=_("Reduced fee in euros"), required=False)
    pay_online = forms.BooleanField(label=_("Fee can be paid online"), required=False, initial=True)
    pay_on_site = forms.BooleanField(
        label=_("Fee can be paid on site"), required=False, initial=True
    )
    free_cancel_days = forms.IntegerField(
        label=_("Days before the beginning until which the whole fee is paid back"),
        min_value=0,
        max_value=90,
        initial=7,
    )
    late_refund_percent = forms.IntegerField(
        label=_("Per cent of the fee paid back after that"), min_value=0, max_value=100, initial=0
    )

    def __init__(self, *args: Any, provider: Provider, **options: Any) -> None:
        super().__init__(*args, **options)
        members = User.objects.filter(course_providers__provider=provider, is_active=True)
        offer(self, "teachers", members.distinct())
        self.fields["books_from"].initial = timezone.localtime()

    def clean_normal(self) -> int | None:
        """A sum within reason."""
        return _fee(self.cleaned_data["normal"])

    def clean_reduced(self) -> int | None:
        """A sum within reason."""
        return _fee(self.cleaned_data["reduced"])

    def clean(self) -> dict[str, Any]:
        """Numbers and sums that fit each other."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("minimum"), cleaned.get("maximum")
        if low and high and low > high:
            self.add_error("minimum", _("More people are needed than there are seats."))
        normal, reduced = cleaned.get("normal"), cleaned.get("reduced")
        if reduced is not None and (not normal or reduced > normal):
            self.add_error("reduced", _("The reduced fee is below the fee."))
        if normal and not (cleaned.get("pay_online") or cleaned.get("pay_on_site")):
            self.add_error("pay_online", _("Choose at least one way to pay."))
        if cleaned.get("mode") != Mode.ONLINE and not cleaned.get("room"):
            self.add_error("room", _("Please say where it takes place."))
        if cleaned.get("mode") == Mode.ONLINE:
            cleaned["place"] = None
        opens, closes = cleaned.get("books_from"), cleaned.get("books_until")
        if opens and closes and closes <= opens:
            self.add_error("books_until", _("Booking closes after it opens."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """Fields of a run."""
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def prices(self) -> dict[str, int]:
        """Cents by kind; none where it is free."""
        named = ((PriceKind.NORMAL, "normal"), (PriceKind.REDUCED, "reduced"))
        found = {str(kind): self.cleaned_data[name] for kind, name in named}
        return {kind: cents for kind, cents in found.items() if cents is not None}


def _fee(cents: int | None) -> int | None:
    if cents is not None and not 0 <= cents <= MOST_CENTS:
        raise ValidationError(_("That is more than this form takes."))
    return cents


def initial_of(run: Run) -> dict[str, Any]:
    """What the form of a run that is there begins with."""
    prices = {price.kind: price.cents for price in run.prices.all()}
    return {
        **{name: getattr(run, name) for name in FACTS},
        "teachers": list(run.teachers.all()),
        "normal": prices.get(PriceKind.NORMAL),
        "reduced": prices.get(PriceKind.REDUCED),
    }


class Repeats:
    """How dates repeat, as people choose it, and the rule it makes (RFC 5545, 3.3.10)."""

    RULES = {
        "once": "",
        "daily": "FREQ=DAILY;COUNT={count}",
        "weekly": "FREQ=WEEKLY;COUNT={count}",
        "fortnightly": "FREQ=WEEKLY;INTERVAL=2;COUNT={count}",
    }
    CHOICES = [
        ("once", _("Once")),
        ("daily", _("Every day")),
        ("weekly", _("Every week")),
        ("fortnightly", _("Every second week")),
    ]


class DatesForm(forms.Form):
    """All dates of a run by a rule."""

    first = DayField(label=_("First day"))
    begins = TimeField(label=_("Begins at"))
    ends = TimeField(label=_("Ends at"))
    repeats = forms.ChoiceField(
        label=_("Repeats"), choices=Repeats.CHOICES, initial="once", widget=forms.RadioSelect
    )
    count = forms.IntegerField(
        label=_("How many dates"), min_value=1, max_value=MOST_DATES, initial=1
    )
    exceptions = TextField(
        label=_("Not on"),
        help_text=_("Days that are left out, such as 24.12.2030, separated by commas."),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_first(self) -> date:
        """A day that can be reckoned with."""
        return _check_day(self.cleaned_data["first"])

    def clean_exceptions(self) -> list[date]:
        """Days, each in the German way or as ISO 8601 writes them."""
        words = re.split(r"[\s,;]+", self.cleaned_data["exceptions"].strip())
        return [_day(word) for word in words if word]

    @property
    def plan(self) -> dict[str, Any]:
        """What the verb takes."""
        rule = Repeats.RULES[self.cleaned_data["repeats"]]
        return {
            "first": self.cleaned_data["first"],
            "begins": self.cleaned_data["begins"],
            "ends": self.cleaned_data["ends"],
            "rule": rule.format(count=self.cleaned_data["count"]),
            "exceptions": self.cleaned_data["exceptions"],
        }


def _check_day(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValidationError(_("There is no calendar for this day."))
    return day


def _day(word: str) -> date:
    match = _DAY.fullmatch(word)
    parts = [int(part) for part in match.groups() if part] if match else []
    try:
        return date(*parts) if len(word) == 10 and "-" in word else date(*reversed(parts))
    except (TypeError, ValueError) as error:
        raise ValidationError(
            _("We do not understand this day: %(day)s"), params={"day": word[:20]}
        ) from error


class SessionForm(forms.Form):
    """One date: a new one, or where it is moved to."""

    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    room = LineField(label=_("Other room"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """An end after the beginning, on a day to come."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if isinstance(start, datetime) and isinstance(end, datetime):
            if end <= start:
                self.add_error("ends_at", _("A date ends after it begins."))
            elif start <= timezone.now():
                self.add_error("starts_at", _("This day lies in the past."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is called off; guests read it."""

    reason = LineField(label=_("Reason"), help_text=_("Guests read it."), max_length=300)
