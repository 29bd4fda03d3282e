"""Which verb the link of a confirmation does; for an idea merged since, on its successor."""

from typing import Any

from cms.users.models import User
from participation.ideas.domain import confirmations, process, submission, talk
from participation.ideas.models import Confirmation, Idea


def _idea(*, idea: Idea, person: User, data: dict[str, Any]) -> None:
    submission.confirm_idea(idea=idea, author=person, data=data)


def _support(*, idea: Idea, person: User, data: dict[str, Any]) -> None:
    talk.support(idea=process.line(idea)[-1], user=person)


def _comment(*, idea: Idea, person: User, data: dict[str, Any]) -> None:
    talk.add_comment(idea=process.line(idea)[-1], author=person, **data)


def _follow(*, idea: Idea, person: User, data: dict[str, Any]) -> None:
    talk.follow_idea(idea=process.line(idea)[-1], user=person, frequency=data["frequency"])


DOING: dict[str, confirmations.Doing] = {
    "idea": _idea,
    "support": _support,
    "comment": _comment,
    "follow": _follow,
}


def confirm(*, key: str) -> Confirmation | None:
    """Do what a mailed link is for, once; None when it is worthless by now."""
    return confirmations.confirm(key=key, doing=DOING)
