"""Ideas, and what happens to them."""

from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from participation.ideas import models
from participation.ideas.models.choices import State


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
