"""One mail a day to moderators, and only when something waits."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.notifications import domain as notifications
from cms.users.queries import holders
from participation.ideas.queries import moderation

TOPIC = "idea-moderation"


def tell_moderators() -> int:
    """Tell them what waits, once a day however often the job runs; how many were told."""
    waiting = moderation.counts()
    if not waiting.total:
        return 0
    with transaction.atomic():
        return notifications.notify(
            topic=TOPIC,
            numbers=[0],
            event=f"moderation-{timezone.localdate():%Y-%m-%d}",
            about=_("Moderation of ideas"),
            title=ngettext("%(n)s text waits for you", "%(n)s texts wait for you", waiting.total)
            % {"n": waiting.total},
            text="\n".join(_lines(waiting)),
            path=reverse("idea_queue"),
            always=holders("ideas.moderate_idea"),
        )


def _lines(waiting: moderation.Waiting) -> list[str]:
    lines = [
        (waiting.ideas, _("New ideas")),
        (waiting.comments, _("New comments")),
        (waiting.reports, _("Reported texts")),
        (waiting.unread, _("Published at once, not looked at yet")),
        (waiting.changed, _("Changed by their authors")),
    ]
    titles = moderation.waiting_ideas().values_list("title", flat=True)[:10]
    return [f"{label}: {count}" for count, label in lines if count] + [f"– {t}" for t in titles]
