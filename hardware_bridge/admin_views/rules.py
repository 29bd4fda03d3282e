"""Rules of alerts and groups on duty in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.judging import end_incidents
from hardware_bridge.forms.devices import AlertRuleForm, DutyGroupForm
from hardware_bridge.models import AlertRule, DutyGroup
from hardware_bridge.queries import alerts as queries


class RuleIndexView(IndexView):
    """Rules with what their columns show."""

    def get_base_queryset(self) -> Any:
        """Joined with whom they are for."""
        return super().get_base_queryset().select_related("group", "device", "duty_group")


class RuleEditView(EditView):
    """A rule that looks at something else ends what it has opened; the next minute judges anew."""

    def save_instance(self) -> AlertRule:
        """The rule, and an end for its incidents where they no longer follow from it."""
        if {"condition", "measure"} & set(self.form.changed_data):
            end_incidents(rules=[self.object])
        return super().save_instance()


class RuleDeleteView(DeleteView):
    """With a rule its open incidents end; those that are over stay."""

    def delete_action(self) -> None:
        """End them first."""
        end_incidents(rules=[self.object])
        super().delete_action()


def _scope(rule: AlertRule) -> str:
    parts = [rule.get_kind_display() if rule.kind else "", rule.group, rule.device]
    return ", ".join(str(part) for part in parts if part) or _("All devices")


class RuleViewSet(ModelViewSet):
    """When an alert opens and closes, and who is told."""

    model = AlertRule
    name = "hardware_rules"
    url_prefix = "hardware/rules"
    icon = "list-ul"
    index_view_class = RuleIndexView
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    list_per_page = 50
    list_filter = ["kind", "condition", "duty_group", "is_active"]
    search_fields = ["name"]
    search_backend_name = None
    list_display = [
        "name",
        Column("scope", label=gettext_lazy("For"), accessor=_scope),
        Column("what", label=pgettext_lazy("alert", "Condition"), accessor=queries.in_words),
        Column(
            "duty_group", label=gettext_lazy("Who is told"), accessor=lambda r: r.duty_group or "–"
        ),
        BooleanColumn("is_urgent", label=gettext_lazy("At night, too")),
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("group")]),
                    FieldPanel("device"),
                ],
                gettext_lazy("For which devices"),
                help_text=gettext_lazy("Each narrows the rule down; without any it holds for all."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("condition"),
                    FieldPanel(
                        "measure", help_text=gettext_lazy("For values above or below a limit.")
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "limit", help_text=gettext_lazy("Empty: each device's own.")
                            ),
                            FieldPanel(
                                "back_at",
                                help_text=gettext_lazy(
                                    "So that a value at the limit does not open it again and "
                                    "again. Empty: at the limit."
                                ),
                            ),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "intervals",
                                help_text=gettext_lazy(
                                    "For “No message”: so many expected intervals."
                                ),
                            ),
                            FieldPanel(
                                "seconds", help_text=gettext_lazy("For “Door open too long”.")
                            ),
                        ]
                    ),
                ],
                gettext_lazy("What it looks at"),
            ),
            MultiFieldPanel(
                [FieldPanel("duty_group"), FieldPanel("is_urgent"), FieldPanel("is_active")],
                gettext_lazy("What happens"),
            ),
        ],
        base_form_class=AlertRuleForm,
    )


class DutyGroupViewSet(ModelViewSet):
    """Who is told."""

    model = DutyGroup
    name = "hardware_duty"
    url_prefix = "hardware/duty"
    icon = "group"
    search_fields = ["name", "email"]
    search_backend_name = None
    copy_view_enabled = False
    list_display = [
        "name",
        Column("email", label=gettext_lazy("E-mail")),
        Column("night", label=gettext_lazy("Night"), accessor=queries.night_of),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("email"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("night_from"), FieldPanel("night_until")])],
                gettext_lazy("Night"),
                help_text=gettext_lazy(
                    "In these hours only urgent alerts are mailed; the others come together in "
                    "one mail when the night is over."
                ),
            ),
        ],
        base_form_class=DutyGroupForm,
    )


@hooks.register("register_admin_viewset")
def rule_viewset() -> RuleViewSet:
    """Rules."""
    return RuleViewSet()


@hooks.register("register_admin_viewset")
def duty_viewset() -> DutyGroupViewSet:
    """Groups on duty."""
    return DutyGroupViewSet()


add_entry(
    70, gettext_lazy("Alert rules"), "hardware_rules:index", "list-ul", "hardware.view_alertrule"
)
add_entry(
    80, gettext_lazy("Groups on duty"), "hardware_duty:index", "group", "hardware.view_dutygroup"
)
