"""How the demo's ideas were evaluated and decided, by the verbs that assessors and deciders run."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.core.demo import DemoSite, step
from cms.core.demo.content import plain, read
from cms.notifications.models import Notice
from cms.programme.models import ProjectPage
from cms.programme.models.assessment import MAX_SCORE, MIN_SCORE
from cms.programme.models.choices import Answer
from cms.users.models import User
from cms.users.roles import group_of
from participation.ideas import queries, roles
from participation.ideas.demo.ideas import date_back
from participation.ideas.demo.pages import FOLDER
from participation.ideas.domain import decisions, evaluation, process, results
from participation.ideas.models import Assessment, Idea
from participation.ideas.models.choices import Stage

BODY = "Hauptausschuss"
OFFICE = {
    "bewertung-1": (roles.ASSESSORS, roles.SUSTAINABILITY),
    "bewertung-2": (roles.ASSESSORS, roles.COMPLEXITY),
    "bewertung-3": (roles.ASSESSORS, roles.COMPLEXITY),
    "entscheidung": (roles.DECISION_MAKERS,),
}
"""Three assessors, two of whom check the complexity and one the sustainability; and who decides."""
# By how much the second and third assessor differ, from criterion to criterion.
APART = (
    (0,),
    (0, -1, 0, 0, 1, 0, 0, -1, 0, 0, 1, 0, 0, -1, 0),
    (0, 1, -1, 0, -1, 1, 0, 0, -2, 0),
)


@step(96, "Evaluations and decisions")
def evaluations(site: DemoSite) -> None:
    """Every idea of the file on its way, in the order of the decisions."""
    data = read(FOLDER / "evaluations.toml")
    people = {name: _person(name, groups) for name, groups in OFFICE.items()}
    items = sorted(data["ideas"], key=lambda item: _moment(item.get("on", 0)))
    with transaction.atomic():
        for item in items:
            _Way(site, item, people, data["phrases"]).go()
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())


def _person(name: str, groups: tuple[str, ...]) -> User:
    user = User.objects.get(email=f"{name}@example.org")
    user.groups.set(map(group_of, groups))
    return User.objects.get(pk=user.pk)  # without the rights it has remembered


class _Way:
    """One idea's way from the workshop to the decision."""

    def __init__(
        self, site: DemoSite, item: dict[str, Any], people: dict[str, User], phrases: Any
    ) -> None:
        self.item, self.people, self.phrases = item, people, phrases
        self.filled: set[str] = set()
        self.page = site.pages.get(item.get("page", ""))
        self.group = site.pages.get(item.get("group", ""))
        self.idea: Idea = site.ideas[item["key"]]

    def go(self) -> None:
        """Every stage in its order; sheets are filled in while the idea is being evaluated."""
        if "sent" in self.item:
            date_back(self.idea, _moment(self.item["sent"]))
        for stage, day in self.item["way"].items():
            idea = process.locked(self.idea)
            if stage == Stage.REFINEMENT and self.group:
                process.note_changes(idea, working_group=self.group)
            process.enter_stage(idea=idea, stage=stage, by=None)
            self._date_back(_moment(day))
            if stage == Stage.EVALUATION:
                self._assess()
        if "outcome" in self.item:
            self._decide()
        if isinstance(self.page, ProjectPage):
            self._carry_on(self.page)

    def _decide(self) -> None:
        moment = _moment(self.item["on"])
        decisions.decide(
            idea=self.idea,
            outcome=self.item["outcome"],
            reasons=plain(self.item["reasons"]),
            decided_by=BODY,
            decided_on=timezone.localdate(moment),
            by=self.people["entscheidung"],
            page=self.page,
        )
        self._date_back(moment)

    def _carry_on(self, project: ProjectPage) -> None:
        """Into implementation with its project, on the day its history says."""
        project.refresh_from_db()
        if results.carry_on(project=project):
            change = project.stage_changes.filter(to_stage__in=results.UNDER_WAY).last()
            if change:
                self._date_back(_moment(change.date))

    def _assess(self) -> None:
        scores = self._first_scores()
        if not scores:
            return
        assessors = list(self.people.values())[:3]
        for number, assessor in enumerate(assessors[: 1 if self.item.get("only_first") else 3]):
            for role in queries.roles_of(assessor):
                self._fill(number, assessor, role, scores)

    def _fill(self, number: int, assessor: User, role: str, scores: dict[str, Any]) -> None:
        given: dict[str, evaluation.Scored] = {}
        for place, criterion in enumerate(queries.criteria_of(role)):
            score, reason = scores[criterion]
            score = self._apart(number, place, score)
            said = reason if role not in self.filled else ""
            given[criterion] = evaluation.Scored(score, said or self._phrase(criterion, score))
        self.filled.add(role)
        mvp, note = self._mvp()
        evaluation.fill_sheet(
            idea=self.idea,
            assessor=assessor,
            role=role,
            scores=given,
            mvp_possible=mvp,
            mvp_note=note if number == 0 else "",
            submit=True,
        )
        on = _moment(self.item["way"][Stage.EVALUATION]) + timedelta(days=2 + number)
        sheets = Assessment.objects.filter(idea=self.idea, assessor=assessor, role=role)
        sheets.update(created_at=on, submitted_at=on)

    def _apart(self, number: int, place: int, score: int) -> int:
        apart = APART[number][(place + self.idea.pk) % len(APART[number])]
        return min(max(score + apart, MIN_SCORE), MAX_SCORE)

    def _phrase(self, criterion: str, score: int) -> str:
        return str(self.phrases[criterion][0 if score < 3 else 1 if score == 3 else 2])

    def _first_scores(self) -> dict[str, tuple[int, str]]:
        """The first assessor's, from the file or from the project that the idea became."""
        if "scores" in self.item:
            return {criterion: (score, "") for criterion, score in self.item["scores"].items()}
        if not isinstance(self.page, ProjectPage):
            return {}
        return {row.criterion: (row.score, row.reason) for row in self.page.scores.all()}

    def _mvp(self) -> tuple[str, str]:
        if isinstance(self.page, ProjectPage):
            return self.page.mvp_possible, self.page.mvp_note
        return self.item.get("mvp", Answer.OPEN), self.item.get("mvp_note", "")

    def _date_back(self, entered: datetime) -> None:
        """Let the last step have been taken some time ago: verbs know no past."""
        self.idea.refresh_from_db()
        last = self.idea.steps.last()
        assert last is not None  # noqa: S101 – a step has just been taken
        due = process.settings().promised_until(last.stage, timezone.localdate(entered))
        self.idea.steps.filter(pk=last.pk).update(entered_at=entered, promised_until=due)
        process.note_changes(self.idea, stage_since=entered, due_on=due)
        if self.idea.evaluation_published_at:
            process.note_changes(self.idea, evaluation_published_at=entered)


def _moment(day: date | int) -> datetime:
    """A day of the file, a date or some days ago, at an hour at which offices work."""
    if isinstance(day, int):
        day = timezone.localdate() - timedelta(days=day)
    return timezone.make_aware(datetime.combine(day, time(hour=10)))
