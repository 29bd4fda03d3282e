"""Panels for facts, which a translation's form leaves to the original."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel, MultiFieldPanel

from cms.core.slugs import PageForm


class FactsPanel(MultiFieldPanel):
    """A group of facts; a form without their fields does not show it."""

    def get_form_options(self) -> dict[str, Any]:
        """Tell the form which of its fields are facts."""
        options = super().get_form_options()
        return {**options, "fact_fields": list(options["fields"])}


class RowFormSet(BaseChildFormSet):
    """Rows of a page, of which some may be there only once; said in the words of the form."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Which two rows are meant: ``year and carrier``."""
        labels = [
            str(self.form.base_fields[name].label)
            for name in unique_check
            if name in self.form.base_fields
        ]
        return _(
            "Two rows have the same entry under: %(fields)s. Change or remove one of them."
        ) % {"fields": get_text_list(labels, _("and"))}

    def get_form_error(self) -> str:
        """Stands in the second of the two rows."""
        return _("This row is there already.")


class FactRowsPanel(InlinePanel):
    """Rows of facts; a translation shows the words of its rows only, and adds and removes none."""

    def get_form_options(self) -> dict[str, Any]:
        """Tell the form which of its rows are facts, and how it speaks of them."""
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowFormSet
        return {**options, "fact_rows": [self.relation_name]}

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, form: Any, **kwargs: Any) -> None:
            if form is not None and kwargs["panel"].relation_name not in form.formsets:
                form = None
            super().__init__(form=form, **kwargs)
            if form is not None and not self.instance.owns_facts:
                self.template_name = "wagtailadmin/panels/words_of_rows.html"

        def is_shown(self) -> bool:
            """Whether the form has the rows at all."""
            return super().is_shown() and self.form is not None


class FactsForm(PageForm):
    """The form of a page with facts. On a translation it has words only.

    What a panel hides must be no part of the form: a browser does not send it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.owns_facts:
            return
        for name in getattr(self.Meta, "fact_fields", ()):
            self.fields.pop(name, None)
        for relation in getattr(self.Meta, "fact_rows", ()):
            if getattr(self.formsets[relation].model, "words", ()):
                _keep_words_only(self.formsets[relation])
            else:
                del self.formsets[relation]


def _keep_words_only(formset: Any) -> None:
    """Drop every field of the rows that is not translated; let none be added, moved or removed."""
    formset.can_order = False
    formset.max_num = formset.absolute_max = len(formset.get_queryset())
    for form in formset.forms:
        form.fields["DELETE"].disabled = True
        kept = {*formset.model.words, formset.model._meta.pk.name, "DELETE"}
        for name in form.fields.keys() - kept:
            del form.fields[name]
