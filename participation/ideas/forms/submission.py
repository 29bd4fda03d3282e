"""The form of an idea: title and text are enough."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.form_fields import LineField, TextField, offer
from cms.core.guards import GuardedForm
from cms.core.models import Place
from cms.core.words import one_line
from participation.ideas.forms.files import FilesForm
from participation.ideas.forms.texts import NameFields
from participation.ideas.models.ideas import TAG_LENGTH, TAGS, TEXT_LENGTH, TITLE_LENGTH

FOLDED = ("pictures", "documents", "dropped", "place", "address", "tags")
"""Fields that the page folds away: an idea needs none of them."""
WORDS = ("title", "text", "name_shown", "alias", "would_help", "tags", "place", "address")


class IdeaForm(NameFields, FilesForm):
    """The words and files of an idea."""

    title = LineField(
        label=_("Your idea in one sentence"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Please write your idea in one sentence.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = TextField(
        label=_("What is it about?"),
        help_text=_("What is wrong or missing today? Whom would it help? A few sentences do."),
        max_length=TEXT_LENGTH,
        error_messages={"required": _("Please write a few sentences.")},
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    place = forms.ModelChoiceField(
        label=_("Part of the city"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("The whole city, or somewhere else"),
    )
    address = LineField(
        label=_("Street or place"),
        help_text=_("For example “Stadtpark, main entrance”. Please not your own address."),
        max_length=200,
        required=False,
    )
    tags = LineField(
        label=_("Keywords"),
        help_text=_("Separated by commas, for example: cycling, safety"),
        max_length=TAGS * (TAG_LENGTH + 2),
        required=False,
    )
    would_help = forms.BooleanField(
        label=_("I would help to carry it out"),
        required=False,
    )

    field_order = [
        "title", "text", "dropped", "pictures", "documents", "place", "address", "tags",
        "would_help", "name_shown", "alias",
    ]  # fmt: skip

    def clean_title(self) -> str:
        """Refuse a title of signs alone."""
        title: str = self.cleaned_data["title"]
        if not any(sign.isalnum() for sign in title):
            raise ValidationError(_("Please write in words what this is about."))
        return title

    def clean_tags(self) -> list[str]:
        """Each keyword once, whatever its capitals; no more than eight."""
        found = (one_line(tag.strip(" #")) for tag in self.cleaned_data["tags"].split(","))
        tags = list({tag.casefold(): tag for tag in reversed([*filter(None, found)])}.values())[
            ::-1
        ]
        if len(tags) > TAGS:
            raise ValidationError(_("At most %(most)s keywords."), params={"most": TAGS})
        if any(len(tag) > TAG_LENGTH for tag in tags):
            raise ValidationError(
                _("A keyword has at most %(most)s letters."), params={"most": TAG_LENGTH}
            )
        return tags

    @property
    def more_is_filled(self) -> bool:
        """Whether the folded fields hold something, or one of them is wrong and must be seen."""
        shown = [self[name] for name in FOLDED if name in self.fields]
        return bool(self.held_files) or any(field.errors or field.value() for field in shown)

    @property
    def words(self) -> dict[str, Any]:
        """What the verbs take as words of an idea."""
        return {name: self.cleaned_data[name] for name in WORDS}


class SubmissionForm(GuardedForm, IdeaForm):
    """An idea as anybody sends it. Who is not signed in gives an e-mail address to confirm."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send you a link to confirm your idea, and tell you what becomes of it. "
            "The address is never shown. With the link you get an account without a password, "
            "which you can delete at any time. We use the address for nothing else."
        ),
        error_messages={
            "required": _("Please give an e-mail address so that you can confirm your idea."),
            "invalid": _("Please check the e-mail address: name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    draft = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    field_order = [*IdeaForm.field_order, "email"]

    def __init__(self, *args: Any, is_signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if is_signed_in:
            del self.fields["email"]

    def clean_key(self) -> UUID:
        """A new one where a browser lost it."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def submission_key(self) -> UUID:
        """The same for the same words of the same form, so that its button pressed twice makes one
        idea, and whoever goes back and writes something else has sent another one."""
        title, text = self.cleaned_data["title"], self.cleaned_data["text"]
        return uuid5(self.cleaned_data["key"], f"{title}\n{text}")


class IdeaEditForm(IdeaForm):
    """One's own idea, changed; files that are there can be taken away."""

    removed = forms.MultipleChoiceField(
        label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = [*IdeaForm.field_order[:5], "removed", *IdeaForm.field_order[5:]]

    def __init__(self, *args: Any, attachments: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "removed", attachments)
        if not attachments:
            del self.fields["removed"]
