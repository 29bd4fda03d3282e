"""Booking a run, and what guests change about their booking."""

from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField
from cms.core.guards import GuardedForm
from cms.core.money import euros
from participation.courses.models import Attendee, PriceCategory
from participation.courses.models.bookings import LARGEST_GROUP, NAME_LENGTH
from participation.courses.models.choices import PayBy
from participation.courses.models.wanted import Person, Wanted


def price_label(price: PriceCategory) -> str:
    """„Reduced, 12 € (pupils)“."""
    label = f"{price.get_kind_display()}, {euros(price.cents)}"
    return f"{label} ({price.for_whom})" if price.for_whom else label


def _name_field(number: int, most: int) -> LineField:
    several = gettext("Name of person %(number)s") % {"number": number}
    label = several if most > 1 else _("Your name")
    return LineField(
        label=label,
        max_length=NAME_LENGTH,
        help_text=_("As it should stand on the certificate.") if number == 1 else "",
        error_messages={"required": _("Please give the name of each person.")},
        widget=forms.TextInput(attrs={"autocomplete": "name" if number == 1 else "off"}),
    )


def _needs_field() -> LineField:
    return LineField(
        label=_("What you need to take part"),
        help_text=_("Such as a place for a wheelchair. Only the provider sees it."),
        max_length=300,
        required=False,
    )


class PersonFields(NamedTuple):
    """The fields of one person, for the template."""

    number: int
    name: BoundField
    needs: BoundField
    price: BoundField | None


class BookingForm(GuardedForm):
    """One or several people. ``people`` says for how many there are fields."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The confirmation goes there, and what changes about the course."),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = LineField(
        label=_("Telephone"),
        help_text=_("For short notice, such as when the teacher is ill."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    remark = TextField(
        label=_("Do you want to add something?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pay_by = forms.ChoiceField(
        label=_("How do you want to pay?"), choices=PayBy.choices, widget=forms.RadioSelect
    )
    wants_queue = forms.BooleanField(
        label=_("If the seats are gone meanwhile, put me on the waiting list"),
        required=False,
        initial=True,
    )
    consent = forms.BooleanField(
        label=_("I agree to the terms of booking, and that my data are used for this course."),
        error_messages={"required": _("Please agree, so that we may book for you.")},
    )
    people = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_GROUP)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: int,
        prices: list[PriceCategory],
        ways: list[str],
        is_full: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.prices = people, prices
        self.fields["people"].initial, self.fields["key"].initial = people, uuid4()
        labels = [(price.pk, price_label(price)) for price in prices]
        for number in range(1, people + 1):
            self.fields[f"name_{number}"] = _name_field(number, people)
            if len(prices) > 1:
                self.fields[f"price_{number}"] = forms.ChoiceField(
                    label=_("Price"),
                    choices=labels,
                    initial=labels[0][0],
                    error_messages={"invalid_choice": _("Please choose one of the prices.")},
                )
            self.fields[f"needs_{number}"] = _needs_field()
        self._offer(ways, costs=any(price.cents for price in prices), is_full=is_full)
        # A list of faults follows the order of the fields, and that is the one of the page.
        kinds = ("name", "price", "needs")
        numbers = range(1, people + 1)
        self.order_fields([f"{kind}_{number}" for number in numbers for kind in kinds])

    def _offer(self, ways: list[str], *, costs: bool, is_full: bool) -> None:
        field = cast(forms.ChoiceField, self.fields["pay_by"])
        if not costs or len(ways) < 2:
            del self.fields["pay_by"]
        else:
            field.choices = [(way, PayBy(way).label) for way in ways]
            field.initial = ways[0]
        if is_full:
            del self.fields["wants_queue"]

    @property
    def persons(self) -> list[PersonFields]:
        """The fields person by person."""
        several = len(self.prices) > 1
        return [
            PersonFields(
                number,
                self[f"name_{number}"],
                self[f"needs_{number}"],
                self[f"price_{number}"] if several else None,
            )
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A group larger than the form has fields for is told so, beside what else is missing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("people") != self.count:
            self.errors.pop("people", None)
            self.add_error(None, _("That are more people than can be booked for at once."))
        return cleaned

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def wanted(self) -> Wanted:
        """What the verb takes."""
        sent = self.cleaned_data
        people = tuple(
            Person(
                name=sent[f"name_{number}"],
                needs=sent[f"needs_{number}"],
                price=int(sent[f"price_{number}"]) if sent.get(f"price_{number}") else None,
            )
            for number in range(1, self.count + 1)
        )
        return Wanted(
            people=people,
            email=sent["email"],
            phone=sent["phone"],
            remark=sent["remark"],
            pay_by=sent.get("pay_by", ""),
            wants_queue=sent.get("wants_queue", True),
        )


class PeopleForm(forms.Form):
    """Names and needs of a booking's people, and who does not come."""

    def __init__(self, *args: Any, people: list[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for number, person in enumerate(people, start=1):
            name, needs = _name_field(number, len(people)), _needs_field()
            name.initial, needs.initial = person.name, person.needs
            self.fields[f"name_{person.pk}"], self.fields[f"needs_{person.pk}"] = name, needs
            if len(people) > 1:
                self.fields[f"leaves_{person.pk}"] = forms.BooleanField(
                    label=gettext("%(name)s does not come") % {"name": person.name}, required=False
                )

    @property
    def names(self) -> dict[int, tuple[str, str]]:
        """Name and needs by key."""
        sent = self.cleaned_data
        return {
            person.pk: (sent[f"name_{person.pk}"], sent[f"needs_{person.pk}"])
            for person in self.people
        }

    @property
    def leaving(self) -> list[int]:
        """Keys of those who do not come."""
        return [each.pk for each in self.people if self.cleaned_data.get(f"leaves_{each.pk}")]


MARKS = [
    (5, _("Very good")),
    (4, _("Good")),
    (3, _("Fair")),
    (2, _("Poor")),
    (1, _("Very poor")),
]


def _mark_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the answers.")},
    )


class FeedbackForm(forms.Form):
    """Four marks and two open questions; nothing about who answers."""

    overall = _mark_field(_("How was it all in all?"))
    content = _mark_field(_("How was the content?"))
    teaching = _mark_field(_("How was it explained?"))
    access = _mark_field(_("How were the place and its accessibility?"))
    good = TextField(label=_("What was good?"), max_length=1000, required=False)
    better = TextField(label=_("What could be better?"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("good", "better"):
            self.fields[name].widget.attrs["rows"] = 3
            self.fields[name].help_text = _("Please write no names.")
