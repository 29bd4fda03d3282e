"""Forms of institutions about their wishes."""

from datetime import timedelta
from typing import Any

from crowdfunding_lite.models import Need, NeedKind, Rule, Stage
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import DayField, LineField, TextField
from cms.core.models import Place
from cms.core.picture_form import description_field, picture_field
from participation.wishlist.forms.fields import SumField
from participation.wishlist.models.choices import Cause, UpdateKind
from participation.wishlist.models.wishes import STORY_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH

LONGEST = timedelta(days=2 * 366)
MOST_CENTS = 50_000_000
WORDS = ("title", "summary", "story", "easy_text", "cause", "district", "money_use")


class WishForm(forms.Form):
    """What is wished for, and the money it needs; things and time follow on pages of their own."""

    title = LineField(
        label=_("Your wish in a few words"),
        help_text=_("For example: Ten bicycles for learning to ride"),
        max_length=TITLE_LENGTH,
    )
    summary = LineField(
        label=_("In one or two sentences"),
        help_text=_("Stands on the card in the list: for whom is it, and what changes?"),
        max_length=SUMMARY_LENGTH,
    )
    story = TextField(
        label=_("The story"),
        help_text=_("What is missing today, who is it for, and what happens when it is there?"),
        max_length=STORY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    easy_text = TextField(
        label=_("In easy language"),
        help_text=_("A few short sentences that everybody understands."),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices)
    district = forms.ModelChoiceField(
        label=_("Part of the city"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("The whole city"),
    )
    goal_cents = SumField(
        label=_("Goal in euros"),
        help_text=_("Leave it empty if you only need things or time."),
        most=MOST_CENTS,
        required=False,
    )
    stretch_goal_cents = SumField(
        label=_("Further goal in euros"),
        help_text=_("What more money would make possible."),
        most=MOST_CENTS,
        required=False,
    )
    money_use = TextField(
        label=_("What the money is for"),
        help_text=_("Line by line with its price, so that donors can follow it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ends_on = DayField(label=_("Last day"), help_text=_("Empty: without an end."), required=False)
    rule = forms.ChoiceField(
        label=_("If the goal is missed"),
        choices=[
            (Rule.KEEP, _("We keep what has come together")),
            (Rule.ALL_OR_NOTHING, _("All or nothing: everybody gets the money back")),
        ],
        initial=Rule.KEEP,
        widget=forms.RadioSelect,
    )

    def clean_ends_on(self) -> Any:
        """A day to come, within two years."""
        day, today = self.cleaned_data["ends_on"], timezone.localdate()
        if day and not today < day <= today + LONGEST:
            raise ValidationError(_("Please choose a day from tomorrow to two years from now."))
        return day

    def clean(self) -> dict[str, Any]:
        """What the further goal and “all or nothing” ask for."""
        cleaned = super().clean() or self.cleaned_data
        goal, more = cleaned.get("goal_cents"), cleaned.get("stretch_goal_cents")
        if more and "goal_cents" not in self.errors and (not goal or more <= goal):
            self.add_error("stretch_goal_cents", _("The further goal is above the first one."))
        if cleaned.get("rule") == Rule.ALL_OR_NOTHING:
            if not goal and "goal_cents" not in self.errors:
                self.add_error("goal_cents", _("“All or nothing” needs a goal."))
            if not cleaned.get("ends_on") and "ends_on" not in self.errors:
                self.add_error("ends_on", _("“All or nothing” needs a last day."))
        if goal and not cleaned.get("money_use") and "money_use" not in self.errors:
            self.add_error("money_use", _("Please write what the money is for."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs take."""
        money = ("goal_cents", "stretch_goal_cents", "ends_on", "rule")
        return {name: self.cleaned_data[name] for name in (*WORDS, *money)}


class NeedForm(forms.ModelForm):
    """A thing or a task."""

    title = LineField(label=_("What is needed"), max_length=120)
    description = TextField(
        label=_("More about it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quantity = forms.IntegerField(
        label=_("How many"),
        help_text=_("Pieces, or people who help."),
        min_value=1,
        max_value=9999,
        initial=1,
    )
    condition = LineField(
        label=_("Condition"),
        help_text=_("Only for things, for example: used, but in working order."),
        max_length=120,
        required=False,
    )
    drop_off = LineField(
        label=_("Where to bring it"),
        help_text=_("Only for things: place and times."),
        max_length=300,
        required=False,
    )
    takes_place = LineField(
        label=_("Where and when"), help_text=_("Only for time."), max_length=300, required=False
    )
    from_date = DayField(label=_("From"), required=False)
    to_date = DayField(label=_("Until"), required=False)

    class Meta:
        model = Need
        fields = (
            "kind",
            "title",
            "description",
            "quantity",
            "condition",
            "drop_off",
            "takes_place",
            "from_date",
            "to_date",
        )
        labels = {"kind": _("What kind")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 – narrows the type
        kind.choices = NeedKind.choices
        kind.initial = NeedKind.THING

    def clean(self) -> dict[str, Any]:
        """Days in order; a thing has to be brought somewhere, a task happens somewhere."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_date"), cleaned.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", _("The last day is before the first."))
        if cleaned.get("kind") == NeedKind.THING and not cleaned.get("drop_off"):
            self.add_error("drop_off", _("Please say where it can be brought."))
        if cleaned.get("kind") == NeedKind.TIME and not cleaned.get("takes_place"):
            self.add_error("takes_place", _("Please say where and when help is needed."))
        return cleaned


class UpdateForm(forms.Form):
    """What is new about a wish."""

    kind = forms.ChoiceField(label=_("What kind"), choices=UpdateKind.choices)
    title = LineField(label=_("Title"), max_length=TITLE_LENGTH)
    text = TextField(
        label=_("What is new"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )
    picture = picture_field(required=False)
    picture_text = description_field(required=False)

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stage not in (Stage.ENDED, Stage.PAID_OUT):
            field = self.fields["kind"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
            offered = [row for row in UpdateKind.choices if row[0] != UpdateKind.REPORT]
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        """A picture has words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("picture") and not cleaned.get("picture_text"):
            self.add_error("picture_text", _("Please say what is to be seen on the picture."))
        return cleaned
