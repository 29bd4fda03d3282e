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
        """Let lists and figures of ideas be forgotten when these change.

        The page of one idea is kept under its version instead.
        """
        from cms.core.page_cache import tags
        from participation.ideas import models
        from participation.ideas.models.ideas import COUNTS

        tags.watch(models.Idea, apart=COUNTS)
        shown = (
            models.IdeaVersion,
            models.Step,
            models.Attendance,
            models.Decision,
            models.WorkshopIdea,
            models.Assessment,
            models.AssessmentScore,
        )
        for model in shown:
            tags.watch(model)

        from participation.ideas import published, roles  # noqa: F401 – roles add their names

        published.connect()
