"""Ideas with their talk, sent and answered by the verbs that a click runs, then dated back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.text import slugify

from cms.core.demo import DemoSite, step
from cms.core.demo.content import plain, read
from cms.core.models import Place
from cms.core.models.pages import UMLAUTS
from cms.notifications.models import Notice
from cms.users.domain import create_account
from cms.users.models import User
from participation.ideas.demo.pages import FOLDER
from participation.ideas.domain import moderation, process, submission, talk
from participation.ideas.models import Comment, Idea, Step
from participation.ideas.models.choices import State

MODERATOR = "freigabe@example.org"


@step(94, "Ideas")
def ideas(site: DemoSite) -> None:
    """Places, people, and their ideas, the oldest first."""
    data = read(FOLDER / "people.toml")
    places = _places(data["places"])
    people = {
        key: create_account(email=f"{key}@example.org", **names)
        for key, names in data["people"].items()
    }
    moderator = User.objects.get(email=MODERATOR)
    files = ((path.stem, read(path)) for path in sorted((FOLDER / "ideas").glob("*.toml")))
    for key, item in sorted(files, key=lambda file: -file[1]["days_ago"]):
        site.ideas[key] = _Story(item, people, moderator, places).tell()
    # Nobody gets mails about what the demo has made up.
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())


def _places(items: list[dict[str, Any]]) -> dict[str, Place]:
    made = {}
    for order, item in enumerate(items):
        place = Place(
            name=item["name"],
            slug=slugify(item["name"].lower().translate(UMLAUTS)),
            latitude=str(item["at"][0]),
            longitude=str(item["at"][1]),
            order=order,
        )
        place.full_clean()
        place.save()
        made[place.name] = place
    return made


class _Story:
    """One idea of the content files and what was said about it."""

    def __init__(
        self,
        item: dict[str, Any],
        people: dict[str, User],
        moderator: User,
        places: dict[str, Place],
    ) -> None:
        self.item, self.people, self.moderator, self.places = item, people, moderator, places

    def tell(self) -> Idea:
        """Send it, publish it, support it, talk about it; hide it or take it back."""
        idea = submission.submit_idea(
            key=uuid4(),
            language=self.item.get("language", "de"),
            words=self._words(),
            author=self.people[self.item["author"]],
        )
        state = self.item.get("state", State.PUBLISHED)
        if state in (State.WAITING, State.HIDDEN):
            date_back(idea, days_ago(self.item["days_ago"]))
            if state == State.HIDDEN:
                reason = self.item["reason"]
                moderation.hide_idea(idea=idea, moderator=self.moderator, reason=reason)
            return idea
        moderation.publish_idea(idea=idea, moderator=self.moderator)
        for name in self.item.get("supporters", ()):
            talk.support(idea=idea, user=self.people[name])
        for item in self.item.get("comments", ()):
            self._comment(idea, item, None)
        idea.refresh_from_db()
        date_back(idea, days_ago(self.item["days_ago"]))
        if state == State.WITHDRAWN:
            submission.withdraw_idea(idea=idea, author=self.people[self.item["author"]])
        return idea

    def _words(self) -> dict[str, Any]:
        names = ("title", "name_shown", "alias", "would_help", "tags", "address")
        words = {name: self.item[name] for name in names if name in self.item}
        place = self.places.get(self.item.get("place", ""))
        return words | {"text": plain(self.item["text"]), "place": place}

    def _comment(self, idea: Idea, item: dict[str, Any], parent: Comment | None) -> None:
        office = item.get("office", False)
        author = self.moderator if office else self.people[item["by"]]
        comment = talk.add_comment(
            idea=idea,
            author=author,
            text=plain(item["text"]),
            parent=parent.pk if parent else None,
            name_shown=item.get("name_shown", "none"),
            alias=item.get("alias", ""),
            is_official=office,
        )
        if not office:
            comment = moderation.publish_comment(comment=comment, moderator=self.moderator)
        if item.get("state") == "removed":
            talk.remove_comment(comment=comment, user=author)
        moment = days_ago(item["days_ago"])
        Comment.objects.filter(pk=comment.pk).update(created_at=moment)
        for answer in item.get("answers", ()):
            self._comment(idea, answer, comment)


def days_ago(days: int) -> datetime:
    """That many days back, at an hour at which people write."""
    moment = timezone.localtime() - timedelta(days=days)
    return moment.replace(hour=9 + days % 11, minute=(7 * days) % 60) if days else moment


def date_back(idea: Idea, moment: datetime) -> None:
    """Let an idea have come some time ago: verbs know no past, and a story needs one."""
    times = {"created_at": moment, "stage_since": moment}
    if idea.state == State.PUBLISHED:
        due = process.settings().promised_until(idea.stage, timezone.localdate(moment))
        times |= {"published_at": moment, "due_on": due}  # type: ignore[dict-item]
        Step.objects.filter(idea=idea).update(entered_at=moment, promised_until=due)
    idea.versions.update(created_at=moment)
    idea.supports.update(created_at=moment)
    for name, value in times.items():
        setattr(idea, name, value)
    idea.save(update_fields=list(times))
