"""Ideas made by the verbs, with the texts and steps that a click makes."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from cms.core.models import OutgoingMail
from cms.notifications.models import Notice
from participation.ideas.domain import submission, talk, workshops
from participation.ideas.models import WorkshopPage
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


def workshop_of(index, start=None, **facts):
    """A live workshop, yesterday unless told otherwise."""
    start = start or timezone.now() - timedelta(days=1)
    page = WorkshopPage(**{"title": "Werkstatt Park", "start": start} | facts)
    return index.add_child(instance=page)


def put(workshop, idea, by):
    """Put an idea on the table."""
    return workshops.put_on_table(workshop=workshop, idea=idea, by=by)


def record(entry, by, title="Bänke mit Lehne", text="Im Park fehlen Bänke mit Lehne.", **given):
    """Record the result of an idea."""
    words = {"result": "sharpened", "note": "Lehnen sind wichtig.", "took_part": "4 Menschen"}
    return workshops.record_result(entry=entry, by=by, title=title, text=text, **words | given)
