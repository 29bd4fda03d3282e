"""What the idea process adds to Wagtail's admin. Its parts register themselves below one menu."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from participation.ideas.admin_views import (
    board_hooks,
    evaluation_hooks,
    moderation,
    process_hooks,
)
from participation.ideas.admin_views.menu import PermittedItem
from participation.ideas.models import ModerationAct

__all__ = ["board_hooks", "evaluation_hooks", "process_hooks"]

IDEAS_MENU = Menu(
    register_hook_name="register_ideas_menu_item", construct_hook_name="construct_ideas_menu"
)


@hooks.register("register_admin_menu_item")
def ideas_menu() -> SubmenuMenuItem:
    """Everything about ideas in one place."""
    return SubmenuMenuItem(_("Ideas"), IDEAS_MENU, name="ideas", icon_name="pick", order=160)


@hooks.register("register_ideas_menu_item")
def queue_item() -> MenuItem:
    """The moderators' queue."""
    return PermittedItem(
        _("Moderation"),
        reverse("idea_queue"),
        permission="ideas.moderate_idea",
        icon_name="clipboard-list",
        order=20,
    )


@hooks.register("register_ideas_menu_item")
def log_item() -> MenuItem:
    """What moderators have done."""
    return PermittedItem(
        _("Moderation log"),
        reverse("moderation_log:index"),
        permission="ideas.moderate_idea",
        icon_name="history",
        order=30,
    )


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The moderators' pages."""
    return [
        path("ideas/moderation/", moderation.queue, name="idea_queue"),
        path("ideas/<int:pk>/moderation/", moderation.moderate_idea, name="moderate_idea"),
        path("ideas/documents/<int:pk>/", moderation.sent_document, name="moderate_document"),
        path("ideas/<int:pk>/publish/", moderation.publish_now, name="publish_idea"),
        path("ideas/<int:pk>/looked-at/", moderation.looked_at, name="idea_looked_at"),
        path(
            "ideas/comments/<int:pk>/moderation/",
            moderation.moderate_comment,
            name="moderate_comment",
        ),
        path(
            "ideas/comments/<int:pk>/publish/",
            moderation.publish_comment_now,
            name="publish_comment",
        ),
        path(
            "ideas/comments/<int:pk>/looked-at/",
            moderation.comment_looked_at,
            name="comment_looked_at",
        ),
        path("ideas/reports/<int:pk>/dismiss/", moderation.dismiss, name="dismiss_report"),
    ]


class LogPermissionPolicy(ModelPermissionPolicy):
    """Moderators read the log; nobody writes it by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Reading, for those who moderate."""
        return action == "view" and user.has_perm("ideas.moderate_idea")


register_permission_policy(ModerationAct, LogPermissionPolicy(ModerationAct))


def _text_url(act: ModerationAct) -> str:
    """The moderators' page of the text that an act was about."""
    if act.comment_id:
        return reverse("moderate_comment", args=[act.comment_id])
    return reverse("moderate_idea", args=[act.idea_id])


def _kind(act: ModerationAct) -> str:
    """Whether it was about an idea or a comment on it."""
    return gettext("Comment") if act.comment_id else gettext("Idea")


class LogIndexView(IndexView):
    """The list, with what its columns show."""

    def get_base_queryset(self) -> QuerySet[ModerationAct]:
        """Joined with ideas and moderators."""
        return super().get_base_queryset().select_related("idea", "moderator")


class LogViewSet(ModelViewSet):
    """What moderators have done, newest first."""

    model = ModerationAct
    index_view_class = LogIndexView
    name = "moderation_log"
    url_prefix = "ideas/log"
    icon = "history"
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        DateColumn("created_at", label=_("When"), sort_key="created_at"),
        Column("action", label=_("What"), accessor="get_action_display"),
        Column("kind", label=_("Text"), accessor=_kind),
        TitleColumn("idea", label=_("Idea"), accessor="idea", get_url=_text_url),
        Column("moderator", label=_("Who"), accessor="moderator"),
        Column("reason", label=_("Reason"), accessor="reason"),
    ]
    list_filter = ["action", "moderator"]
    list_export = ["created_at", "action", "idea", "comment", "moderator", "reason"]
    search_fields = ["reason", "idea__title"]
    ordering = ["-created_at"]
    exclude_form_fields: list[str] = []


@hooks.register("register_admin_viewset")
def log_viewset() -> LogViewSet:
    """The log; its menu entry stands among the ideas."""
    return LogViewSet()


@hooks.register("register_permissions")
def permissions() -> Any:
    """What groups can be allowed."""
    from django.contrib.auth.models import Permission

    kinds = ContentType.objects.filter(app_label="ideas", model__in=["idea", "ideasettings"])
    names = ("moderate_idea", "assess_idea", "facilitate_idea", "decide_idea")
    return Permission.objects.filter(
        content_type__in=kinds, codename__in=(*names, "change_ideasettings")
    )
