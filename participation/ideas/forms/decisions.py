"""The form of a decision."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from cms.programme.models import PermanentTaskPage, ProjectPage, WorkingGroupPage
from participation.ideas.models import Decision, Idea
from participation.ideas.models.choices import Outcome

MAKE = "make"


class DecisionForm(forms.Form):
    """What becomes of an idea, why, who decided, and its page."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the idea"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Everybody can read them, for good. Name no private person."),
        max_length=Decision._meta.get_field("reasons").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decided_by = forms.CharField(
        label=_("Decided by"),
        help_text=_("The body, for example the main committee; no person's name."),
        max_length=Decision._meta.get_field("decided_by").max_length,
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=AdminDateInput)
    page = forms.ChoiceField(
        label=_("Page it becomes"),
        required=False,
        help_text=_(
            "For lighthouse projects, projects, topics of working groups and permanent tasks. The "
            "draft is filled from the idea; an editor completes and publishes it."
        ),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, idea: Idea, last: Decision | None) -> None:
        super().__init__(
            data,
            initial={
                "decided_on": timezone.localdate(),
                "decided_by": last.decided_by if last else "",
                "page": str(idea.became_id or ""),
                "after": last.number if last else 0,
            },
        )
        field = self.fields["page"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = _pages()

    @property
    def verdict(self) -> dict[str, Any]:
        """What the verb gets, of a valid form."""
        given = dict(self.cleaned_data)
        chosen = given.pop("page")
        given["after"] = given["after"] or 0
        given["make_page"] = chosen == MAKE
        if chosen and chosen != MAKE:
            given["page"] = Page.objects.get(pk=chosen).specific
        return given


def _pages() -> list[Any]:
    """German pages by kind, drafts, too. Three queries."""
    kinds = [
        (str(model._meta.verbose_name_plural), _of_kind(model))
        for model in (ProjectPage, WorkingGroupPage, PermanentTaskPage)
    ]
    return [
        ("", _("No page")),
        (MAKE, _("Make a draft, filled from the idea")),
        *((name, pages) for name, pages in kinds if pages),
    ]


def _of_kind(model: type[Page]) -> list[tuple[str, str]]:
    found = model.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("title")
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")]
