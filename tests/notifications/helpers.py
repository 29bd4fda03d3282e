"""What happens to trees, and the mails about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cms.core.models import OutgoingMail
from cms.notifications import domain, tasks

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    """A moment in local time: ``2026-03-02 06:59``, a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def follow(user, number=1, frequency="now"):
    """Follow a tree."""
    return domain.follow(user=user, topic="tree", number=number, frequency=frequency)


def tell(number=1, event="felled", title="Gefällt", **given):
    """Something happens to a tree."""
    return domain.notify(
        **{
            "topic": "tree",
            "numbers": [number],
            "event": event,
            "about": "Baum",
            "title": title,
            "path": f"/baum/{number}/",
        }
        | given
    )


def mails() -> list[OutgoingMail]:
    """Do the job's work; all mails that are queued."""
    tasks.send_due()
    return list(OutgoingMail.objects.order_by("pk"))


def told(mail) -> dict[str, list[str]]:
    """What a mail tells, by thing."""
    return {
        group["about"]: [item["title"] for item in group["news"]]
        for group in mail.context["groups"]
    }
