"""Providers in the admin."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from participation.courses.domain import providers as verbs
from participation.courses.models import Provider
from participation.courses.models.choices import CourseState, ProviderState
from participation.courses.roles import MANAGE


class OfficePolicy(ModelPermissionPolicy):
    """The courses office makes and changes providers; nobody deletes one, since courses name it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Everything but deleting, for the office."""
        return action != "delete" and bool(user.has_perm(MANAGE))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether one of them is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Provider, OfficePolicy(Provider))


class ProviderIndexView(IndexView):
    """The list with how many courses each has in the catalogue."""

    def get_base_queryset(self) -> Any:
        """In the same query."""
        public = Count("courses", filter=Q(courses__state=CourseState.PUBLISHED))
        return super().get_base_queryset().annotate(public=public)


class ProviderCreateView(CreateView):
    """The form of a new one; who acts for it is asked for next."""

    def get_success_url(self) -> str:
        """Its members: until there is one, nobody can offer anything."""
        return reverse("my_course_members", args=[self.object.pk])


class ProviderEditView(EditView):
    """The form, with the ways to its area and to its members."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Beside Wagtail's own."""
        pk = self.object.pk
        return [
            *super().header_more_buttons,
            Button(
                _("Its courses and runs"), url=reverse("my_provider", args=[pk]), icon_name="view"
            ),
            Button(_("Members"), url=reverse("my_course_members", args=[pk]), icon_name="group"),
        ]


class ProviderAdminForm(WagtailAdminModelForm):
    """The office's form; it pauses a provider by the verb that looks whether guests expect runs."""

    def clean_state(self) -> str:
        """Not paused while runs are to come."""
        state = self.cleaned_data["state"]
        if self.instance.pk and state == ProviderState.PAUSED and verbs.runs_to_come(self.instance):
            raise ValidationError(verbs.STILL_TO_COME)
        return str(state)

    def save(self, commit: bool = True) -> Provider:
        """Let the search find its courses again where it was paused."""
        provider: Provider = super().save(commit)
        if "state" in self.changed_data and commit:
            verb = verbs.pause if provider.state == ProviderState.PAUSED else verbs.resume
            verb(provider=provider)
        return provider


class ProviderViewSet(ModelViewSet):
    """Institutions that offer courses."""

    model = Provider
    name = "course_providers"
    url_prefix = "courses/providers"
    icon = "group"
    index_view_class = ProviderIndexView
    add_view_class = ProviderCreateView
    edit_view_class = ProviderEditView
    copy_view_enabled = False
    search_fields = ["name", "address"]
    search_backend_name = None
    list_display = [
        "name",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("public", label=gettext_lazy("Courses"), sort_key="public"),
        Column("email", label=gettext_lazy("E-mail address")),
    ]
    list_filter = ["state"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("homepage"),
            FieldRowPanel([FieldPanel("address"), FieldPanel("place")]),
            FieldPanel("logo"),
            FieldPanel("state"),
        ],
        base_form_class=ProviderAdminForm,
    )
