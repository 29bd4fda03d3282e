"""Comments of an idea as threads. One query whatever their number."""

from dataclasses import dataclass, field
from typing import Any

from participation.ideas.models import Comment
from participation.ideas.models.choices import CommentState

DEEPEST = 3
"""Answers further down stand beside each other: a narrow screen has no room for more steps."""


@dataclass
class Node:
    """A comment with the answers to it."""

    comment: Comment
    depth: int
    answers: list["Node"] = field(default_factory=list)

    @property
    def look(self) -> tuple[Any, ...] | None:
        """What its words in the page depend on; None where its author sees more than others."""
        comment = self.comment
        if comment.is_own:
            return None
        said = hash((comment.text, comment.author_shown))
        marks = (comment.is_readable, comment.is_note, comment.is_official)
        return (comment.pk, comment.state, comment.created_at, comment.edited_at, said, *marks)

    @property
    def is_empty(self) -> bool:
        """Whether neither it nor any answer can be read."""
        return not self.comment.is_readable and all(node.is_empty for node in self.answers)


def threads(*, ideas: list[int], reader: Any, is_moderator: bool) -> list[Node]:
    """Threads of an idea's family, oldest first.

    Everybody sees published comments, and the places of those that are gone but were answered;
    authors see their own that wait, moderators see all and their notes.
    """
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    found = Comment.objects.filter(idea__in=ideas).select_related("author")
    for comment in found:
        mine = reader.is_authenticated and comment.author_id == reader.pk
        waits = comment.state == CommentState.WAITING
        comment.is_readable = comment.is_shown or (
            comment.state not in (CommentState.REMOVED,) and is_moderator
        ) or (waits and mine)  # fmt: skip
        comment.is_own = mine
        parent = nodes.get(comment.parent_id or 0)
        node = Node(comment, depth=0 if parent is None else min(parent.depth + 1, DEEPEST))
        nodes[comment.pk] = node
        (roots if parent is None else parent.answers).append(node)
    return _without_empty(roots)


def _without_empty(nodes: list[Node]) -> list[Node]:
    kept = [node for node in nodes if not node.is_empty]
    for node in kept:
        node.answers = _without_empty(node.answers)
    return kept
