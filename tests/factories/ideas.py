"""Ideas, and what happens to them."""

from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.users.models import User
from participation.ideas import models
from participation.ideas.models.choices import Stage, State
from tests.factories.people import UserFactory


class IdeaFactory(DjangoModelFactory):
    """An idea that has been sent in; with ``published=True`` everybody sees it."""

    title = factory.Sequence(lambda number: f"Idee {number}")
    text = "Im Stadtpark soll es Bänke mit Strom geben."
    submission_key = factory.LazyFunction(uuid4)
    state = State.WAITING

    class Meta:
        model = models.Idea

    class Params:
        published = factory.Trait(
            state=State.PUBLISHED, published_at=factory.LazyFunction(timezone.now)
        )
        evaluated = factory.Trait(
            state=State.PUBLISHED,
            published_at=factory.LazyFunction(timezone.now),
            stage=Stage.EVALUATION,
        )


def person(*groups: str) -> User:
    """Somebody of the office, in some groups."""
    from django.contrib.auth.models import Group

    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=groups))
    return User.objects.get(pk=user.pk)
