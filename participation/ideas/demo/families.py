"""Ideas that were merged and split, by the verbs that facilitators run, then dated back."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.content import plain, read
from cms.notifications.models import Notice
from cms.users.models import User
from participation.ideas.demo.ideas import days_ago
from participation.ideas.demo.pages import FOLDER
from participation.ideas.demo.workshops import FACILITATOR
from participation.ideas.domain import merging
from participation.ideas.models import Idea, IdeaVersion, ModerationAct, Step


@step(97, "Merged and split ideas")
def families(site: DemoSite) -> None:
    """When all ideas are where they belong, so that what is split goes on from there."""
    data = read(FOLDER / "families.toml")
    facilitator = User.objects.get(email=FACILITATOR)
    for item in data["merges"]:
        _merge(site, item, facilitator)
    for item in data["splits"]:
        _split(site, item, facilitator)
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())


def _merge(site: DemoSite, item: dict[str, Any], by: User) -> None:
    begun = timezone.now()
    ideas = [site.ideas[key] for key in item["ideas"]]
    into = site.ideas[item["into"]]
    merging.merge(ideas=ideas, into=into, by=by, reason=item["reason"], words=_words(item))
    _date_back([into, *ideas], begun, days_ago(item["days_ago"]))


def _split(site: DemoSite, item: dict[str, Any], by: User) -> None:
    begun, then = timezone.now(), days_ago(item["days_ago"])
    whole = site.ideas[item["idea"]]
    parts = [_words(part) for part in item["parts"]]
    ideas = merging.split(idea=whole, parts=parts, by=by, reason=item["reason"])
    _date_back(ideas, begun, then)
    new = [idea.pk for idea in ideas[1:]]
    Idea.objects.filter(pk__in=new).update(created_at=then, published_at=then)


def _words(item: dict[str, Any]) -> merging.Words:
    return merging.Words(item["title"], plain(item["text"]))


def _date_back(ideas: list[Idea], begun: datetime, then: datetime) -> None:
    """Let what has just been written down have happened then: verbs know no past."""
    IdeaVersion.objects.filter(idea__in=ideas, created_at__gte=begun).update(created_at=then)
    ModerationAct.objects.filter(idea__in=ideas, created_at__gte=begun).update(created_at=then)
    Step.objects.filter(idea__in=ideas, entered_at__gte=begun).update(entered_at=then)
