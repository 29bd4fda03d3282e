from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = _("Ideas")
    site_urls = (
        (pgettext_lazy("address", "ideas/"), "participation.ideas.urls"),
        ("konto/ideen/", "participation.ideas.account_urls"),
    )

    def ready(self) -> None:
        """Let pages that show ideas be forgotten when these change."""
        from cms.core.page_cache import tags
        from participation.ideas import models

        shown = (
            models.Idea,
            models.IdeaVersion,
            models.Comment,
            models.Support,
            models.Step,
            models.Attachment,
            models.Attendance,
            models.Decision,
            models.ModerationAct,
            models.WorkshopIdea,
        )
        for model in shown:
            tags.watch(model)

        from participation.ideas import published, roles  # noqa: F401 – roles add their names

        published.connect()
