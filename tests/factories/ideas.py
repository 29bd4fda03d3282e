"""Ideas and what is said about them, made by the verbs that people's clicks run."""

from uuid import uuid4

import factory
import pytest
from factory.django import DjangoModelFactory

from cms.pages.models import HomePage
from participation.ideas.domain import moderation, submission, talk
from participation.ideas.domain.process import settings
from participation.ideas.models import Comment, Idea, IdeaIndexPage
from participation.ideas.models.choices import State
from tests import stages
from tests.factories.people import UserFactory


class IdeaFactory(DjangoModelFactory):
    """An idea that waits for a moderator; ``published=True`` for one that everybody sees."""

    title = factory.Sequence(lambda number: f"Mehr Licht am Weg {number}")
    text = "Abends ist es hier zu dunkel."

    class Meta:
        model = Idea

    @classmethod
    def _create(cls, model_class, *args, published=False, author=None, **words):
        author = author or UserFactory(first_name="Erika", last_name="Muster")
        language = words.pop("language", "de")
        pictures, documents = words.pop("pictures", ()), words.pop("documents", ())
        idea = submission.submit_idea(
            key=uuid4(),
            language=language,
            words=words,
            author=author,
            pictures=pictures,
            documents=documents,
        )
        if published and idea.state == State.WAITING:
            idea = moderation.publish_idea(idea=idea, moderator=UserFactory())
        return idea


class CommentFactory(DjangoModelFactory):
    """A comment that everybody reads; ``published=False`` for one that waits."""

    text = "Gute Idee."

    class Meta:
        model = Comment

    @classmethod
    def _create(cls, model_class, *args, published=True, idea=None, author=None, **words):
        comment = talk.add_comment(
            idea=idea or IdeaFactory(published=True), author=author or UserFactory(), **words
        )
        if published and comment.state != "published":
            comment = moderation.publish_comment(comment=comment, moderator=UserFactory())
        return comment


@pytest.fixture
def ideas(site):
    """The start page of the ideas in the small site."""
    return stages.value("ideas")


def _build() -> None:
    page = IdeaIndexPage(title="Ideen", slug="ideen", introduction="Was könnte besser sein?")
    HomePage.objects.get(locale__language_code="de").add_child(instance=page)


stages.stage("ideas", base="site", build=_build, read=IdeaIndexPage.objects.get)


@pytest.fixture
def post_moderation(site):
    """The city looks at texts after they have appeared."""
    chosen = settings()
    chosen.moderate_first = False
    chosen.save()
    return chosen
