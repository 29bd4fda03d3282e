"""Verbs: decide on an idea, and say which page it has become."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.notifications import domain as notifications
from cms.notifications.models import Following
from cms.users.models import User
from participation.ideas.domain import births, log, process
from participation.ideas.models import Decision, Idea, ParkedMatch, Step, Support
from participation.ideas.models.choices import Outcome, Stage

PERMISSION = "ideas.decide_idea"
RESULT = "page"
"""The topic under which people follow the page that an idea became, by the page's number."""
NOTE = Step._meta.get_field("note").max_length or 0


@transaction.atomic
def decide(
    *,
    idea: Idea,
    outcome: str,
    reasons: str,
    decided_by: str,
    decided_on: date,
    by: User,
    page: Page | None = None,
    make_page: bool = False,
    after: int = 0,
) -> Decision:
    """Write a decision into the log, publish the evaluation it rests on, and tell everybody.

    ``after`` is the number of the idea's last decision that the decider has seen, 0 for none: who
    comes second learns that somebody else has decided. Raises PermissionDenied, NotAllowedError
    where the idea cannot be decided (any more), ValidationError for input.
    """
    if not by.has_perm(PERMISSION):
        raise PermissionDenied
    reasons, decided_by = reasons.strip(), decided_by.strip()
    _check_words(outcome, reasons, decided_by, decided_on)
    _check_page(outcome, page, make_page)
    idea = process.locked(idea)
    _check_turn(idea, after)
    if make_page:
        page = births.make_draft(idea=idea, outcome=outcome, by=by)
    decision = log.record(
        idea=idea,
        outcome=outcome,
        reasons=reasons,
        decided_by=decided_by,
        decided_on=decided_on,
        by=by,
        page={"number": page.pk, "title": page.title} if page else None,
        replaces=after or None,
    )
    _close(idea, page)
    note = Truncator(reasons).chars(NOTE)
    process.enter_stage(idea=idea, stage=Stage.DECIDED, outcome=outcome, note=note, by=by)
    return decision


def _check_words(outcome: str, reasons: str, decided_by: str, decided_on: date) -> None:
    errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = _("Choose what becomes of the idea.")
    if not reasons:
        errors["reasons"] = _("Say why: a decision without reasons helps nobody.")
    if len(reasons) > (Decision._meta.get_field("reasons").max_length or 0):
        errors["reasons"] = _("These reasons are too long. Shorten them to 4,000 characters.")
    if not decided_by:
        errors["decided_by"] = _("Say which body has decided.")
    if decided_on > timezone.localdate():
        errors["decided_on"] = _("A decision cannot lie in the future.")
    if errors:
        raise ValidationError(errors)


def _check_page(outcome: str, page: Page | None, make_page: bool) -> None:
    wanted = births.PAGE_TYPES.get(outcome)
    if wanted is None:
        if page or make_page:
            raise ValidationError({"page": _("What is parked or declined becomes no page.")})
    elif make_page:
        if not births.can_be_made(outcome):
            raise ValidationError({"page": _("Choose the working group whose topic it becomes.")})
    elif page is None:
        raise ValidationError({"page": _("Choose the page it becomes, or have one made.")})
    elif not isinstance(page.specific, wanted):
        name = wanted._meta.verbose_name
        raise ValidationError({"page": _("Choose a page of this kind: %(kind)s.") % {"kind": name}})


def _check_turn(idea: Idea, after: int) -> None:
    """Whether the decider has seen what was decided last. The idea's row is locked."""
    if not idea.is_public:
        raise process.NotAllowedError(_("Only published ideas can be decided."))
    last = idea.decisions.order_by("-number").first()
    if last is not None and last.number != after:
        raise process.NotAllowedError(
            _(
                "Meanwhile this idea has been decided: %(outcome)s, on %(day)s, by %(who)s. What "
                "you have typed has not been recorded. To change that decision, decide anew."
            )
            % {
                "outcome": last.get_outcome_display(),
                "day": last.decided_on.strftime("%d.%m.%Y"),
                "who": last.decided_by,
            }
        )


def _close(idea: Idea, page: Page | None) -> None:
    """What a decision brings with it besides the stage."""
    submitted = idea.assessments.filter(submitted_at__isnull=False).exists()
    published = idea.evaluation_published_at or (timezone.now() if submitted else None)
    process.note_changes(idea, became=page, evaluation_published_at=published)
    ParkedMatch.objects.filter(idea=idea, handled_at=None).update(handled_at=timezone.now())
    _follow_result(idea)


def _follow_result(idea: Idea) -> None:
    """Authors, supporters and followers of an idea follow what it became, by themselves."""
    if idea.became_id is None:
        return
    members = process.family(idea)
    notifications.copy_followings(
        topic=process.TOPIC, sources=members, targets=[idea.became_id], to=RESULT
    )
    authors = Idea.objects.filter(pk__in=members).values_list("author", flat=True)
    supporters = Support.objects.filter(idea__in=members).values_list("user", flat=True)
    Following.objects.bulk_create(
        (
            Following(user_id=pk, topic=RESULT, number=idea.became_id)
            for pk in {*authors, *supporters} - {None}
        ),
        ignore_conflicts=True,
    )
