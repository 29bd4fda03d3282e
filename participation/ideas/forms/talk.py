"""Forms of everybody beside an idea: support, comment, follow, report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import TextField
from cms.core.guards import GuardedForm
from cms.notifications.models import Frequency
from participation.ideas.forms.texts import NameFields
from participation.ideas.models.choices import ReportReason

COMMENT_LENGTH = 3000


class AddressForm(GuardedForm):
    """The e-mail address of somebody without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send you a link to confirm it. The address is never shown. With the link you get "
            "an account without a password, which you can delete at any time. We use the address "
            "for nothing else."
        ),
        error_messages={"invalid": _("Please check the e-mail address: name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class FollowForm(forms.Form):
    """How often somebody wants to hear of an idea."""

    frequency = forms.ChoiceField(
        label=_("How often do you want to hear of it?"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
    )


class GuestFollowForm(AddressForm, FollowForm):
    """The same without an account."""

    field_order = ["frequency", "email"]


class CommentTextForm(forms.Form):
    """The words of a comment."""

    text = TextField(
        label=_("Your comment"),
        max_length=COMMENT_LENGTH,
        error_messages={"required": _("Please write your comment.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CommentForm(GuardedForm, NameFields, CommentTextForm):
    """A comment or an answer. Moderators also choose whether it speaks for the office."""

    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    follow = forms.BooleanField(label=_("Tell me once a day what is new here"), required=False)
    is_official = forms.BooleanField(label=_("Answer of the office"), required=False)
    is_note = forms.BooleanField(
        label=_("Note for moderators only"),
        help_text=_("Nobody else sees it."),
        required=False,
    )

    field_order = ["text", "name_shown", "alias", "follow", "is_official", "is_note"]

    def __init__(self, *args: Any, is_moderator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_moderator:
            del self.fields["is_official"], self.fields["is_note"]

    @property
    def words(self) -> dict[str, Any]:
        """What the verb takes."""
        names = ("text", "name_shown", "alias", "parent", "is_official", "is_note")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class GuestCommentForm(AddressForm, CommentForm):
    """A comment without an account."""

    altcha = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    field_order = ["text", "name_shown", "alias", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, knows_name=False, **kwargs)
        del self.fields["follow"]


class ReportForm(GuardedForm):
    """What is wrong with a text."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("Do you want to add something?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
