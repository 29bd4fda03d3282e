"""Ideas made by the verbs, with the texts and steps that a click makes."""

from uuid import uuid4

from cms.core.models import OutgoingMail
from cms.notifications.models import Notice
from participation.ideas.domain import submission, talk
from participation.ideas.models.choices import State
from tests.factories.people import UserFactory


def published(title="Bänke im Park", text="Im Park fehlen Bänke.", author=None, **words):
    """An idea that everybody sees, of somebody with an account."""
    idea = submission.submit_idea(
        key=uuid4(),
        language="de",
        author=author or UserFactory(),
        words={"title": title, "text": text, **words},
    )
    if idea.state == State.WAITING:
        submission.appear(idea=idea, by=None)
    Notice.objects.all().delete()
    OutgoingMail.objects.all().delete()
    return idea


def supported(idea, *people):
    """Supports of some people."""
    for person in people:
        talk.support(idea=idea, user=person)


def told(person) -> list[str]:
    """What somebody is told, oldest first."""
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("title", flat=True))
