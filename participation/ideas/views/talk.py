"""Supporting, commenting, following and reporting.

Somebody signed in presses a button on the idea's page. Everybody else comes to a short page that
asks for an e-mail address, so that the idea's page itself is the same for all of them.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.core import proof
from cms.core.guards import is_too_often, too_often, who_asks
from cms.core.requests import sent
from cms.users.requests import person
from participation.ideas.domain import confirmations
from participation.ideas.domain import talk as verbs
from participation.ideas.domain.process import NotAllowedError, family, settings
from participation.ideas.domain.submission import follow_quietly
from participation.ideas.forms import talk as forms
from participation.ideas.models import Comment, Idea
from participation.ideas.models.choices import CommentState
from participation.ideas.views.common import has_name, is_office, public_idea, show

MAILS_PER_HOUR, COMMENTS_PER_HOUR, REPORTS_PER_HOUR = 20, 30, 10


@never_cache
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """One press; the same button takes the support back."""
    idea = public_idea(pk)
    user = person(request)
    if user is None and idea.is_open:
        return _ask_for_address(request, idea, "support", forms.AddressForm(sent(request)))
    if user is None:
        messages.error(request, _("This idea can no longer be supported."))
        return redirect(idea)
    if request.method == "POST":
        taking_back = "take_back" in request.POST
        verb = verbs.unsupport if taking_back else verbs.support
        done = _("Your support is taken back.") if taking_back else _("You support this idea.")
        _try(request, done, verb, idea=idea, user=user)
    return redirect(idea)


@never_cache
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow at a pace, or no longer."""
    idea = public_idea(pk)
    user = person(request)
    if user is None:
        return _ask_for_address(request, idea, "follow", forms.GuestFollowForm(sent(request)))
    form = forms.FollowForm(sent(request))
    if "stop" in request.POST:
        done = _("You no longer follow this idea.")
        _try(request, done, verbs.follow_idea, idea=idea, user=user, frequency="")
    elif form.is_valid():
        _try(
            request,
            _("You follow this idea."),
            verbs.follow_idea,
            idea=idea,
            user=user,
            frequency=form.cleaned_data["frequency"],
        )
    return redirect(idea)


@never_cache
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a comment, or an answer to the one that ``antwort`` names."""
    idea = public_idea(pk)
    answered = _answered(request, idea)
    initial = {"parent": answered.pk} if answered else {}
    user = person(request)
    if user is None:
        guest = forms.GuestCommentForm(sent(request), initial=initial)
        return _ask_for_address(request, idea, "comment", guest, answered=answered)
    form = forms.CommentForm(
        sent(request),
        is_moderator=is_office(request),
        knows_name=has_name(user),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        if not is_too_often("comment", who_asks(request), most=COMMENTS_PER_HOUR, seconds=3600):
            return _store_comment(request, idea, form)
        form.add_error(None, too_often())
    status = 422 if form.errors else 200
    return _comment_page(request, idea, form, answered, status)


def _comment_page(
    request: HttpRequest, idea: Idea, form: Any, answered: Comment | None, status: int
) -> HttpResponse:
    title = _("Answer a comment") if answered else _("Write a comment")
    return show(
        request, "ideas/talk.html", title, idea=idea, form=form, answered=answered, status=status
    )


def _answered(request: HttpRequest, idea: Idea) -> Comment | None:
    return _shown_comment(idea, request.POST.get("parent") or request.GET.get("antwort", ""))


def _shown_comment(idea: Idea, number: str) -> Comment | None:
    """A comment of the idea's family that everybody reads."""
    if not number.isdecimal() or len(number) > 18:
        return None
    found = Comment.objects.select_related("author", "idea").filter(
        pk=number, idea__in=family(idea), state=CommentState.PUBLISHED, is_note=False
    )
    return found.first()


def _store_comment(request: HttpRequest, idea: Idea, form: forms.CommentForm) -> HttpResponse:
    user = person(request)
    if user is None:
        return redirect(idea)
    try:
        made = verbs.add_comment(idea=idea, author=user, **form.words)
    except NotAllowedError as error:
        form.add_error(None, str(error))
        return _comment_page(request, idea, form, None, 409)
    if form.cleaned_data["follow"]:
        follow_quietly(idea=idea, user=user)
    if made.state == CommentState.WAITING:
        words = _("Thank you! Your comment appears when somebody from the office has read it.")
        messages.success(request, words)
    return redirect(f"{idea.get_absolute_url()}#comment-{made.pk}")


def _ask_for_address(
    request: HttpRequest, idea: Idea, action: str, form: Any, **context: Any
) -> HttpResponse:
    """The short page for people without an account; sent, it mails the link."""
    title = {
        "support": _("Support this idea"),
        "follow": _("Follow this idea"),
        "comment": _("Answer a comment") if context.get("answered") else _("Write a comment"),
    }[action]
    status = 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not _mails_too_much(request, email):
            confirmations.ask(
                email=email,
                action=action,
                idea=idea,
                language=get_language() or "de",
                data=_data(action, form),
            )
            return show(request, "ideas/mailed.html", _("Please look into your mail"), idea=idea)
        form.add_error(None, too_often())
        status = 429
    status = 422 if form.errors and status == 200 else status
    return show(
        request,
        "ideas/talk.html",
        title,
        idea=idea,
        form=form,
        guest=action,
        status=status,
        **context,
    )


def _data(action: str, form: Any) -> dict[str, Any]:
    if action == "comment":
        return form.words | {"trusted": proof.is_proven(form.cleaned_data["altcha"])}
    return {"frequency": form.cleaned_data["frequency"]} if action == "follow" else {}


def _mails_too_much(request: HttpRequest, email: str) -> bool:
    """Count by who asks, and by who would get the mail."""
    flooded = is_too_often("ideas-mail", email.lower(), most=MAILS_PER_HOUR, seconds=3600)
    return flooded or is_too_often(
        "ideas-ask", who_asks(request), most=MAILS_PER_HOUR, seconds=3600
    )


@never_cache
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong with an idea, or with the comment that ``kommentar`` names."""
    idea = public_idea(pk)
    about = _shown_comment(idea, request.GET.get("kommentar", ""))
    form = forms.ReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if not is_too_often("report", who_asks(request), most=REPORTS_PER_HOUR, seconds=3600):
            verbs.report_text(
                idea=idea,
                comment=about,
                reporter=person(request),
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
            )
            messages.success(request, _("Thank you. Somebody from the office looks at it."))
            return redirect(idea)
        form.add_error(None, too_often())
    title = _("Report this comment") if about else _("Report this idea")
    status = 422 if form.errors else 200
    return show(
        request, "ideas/talk.html", title, idea=idea, form=form, answered=about, status=status
    )


@never_cache
@login_required
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own comment while there is time."""
    own = _own_comment(request, pk)
    form = forms.CommentTextForm(sent(request), initial={"text": own.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        waits = settings().moderate_first and not is_office(request)
        done = _("Your comment is changed.")
        if waits:
            done = _(
                "Your comment is changed. It appears when somebody from the office has read it."
            )
        _try(request, done, verbs.edit_comment, comment=own, user=request.user, text=text)
        return redirect(f"{own.idea.get_absolute_url()}#comment-{own.pk}")
    title = _("Change your comment")
    status = 422 if form.errors else 200
    return show(request, "ideas/talk.html", title, idea=own.idea, form=form, status=status)


@require_POST
@login_required
def remove_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own comment away."""
    own = _own_comment(request, pk)
    done = _("Your comment is removed.")
    _try(request, done, verbs.remove_comment, comment=own, user=request.user)
    return redirect(own.idea)


def _own_comment(request: HttpRequest, pk: int) -> Comment:
    """404 for somebody else's, as if it were not there."""
    return get_object_or_404(Comment.objects.select_related("idea"), pk=pk, author=request.user.pk)


def _try(request: HttpRequest, done: str, verb: Any, **arguments: Any) -> None:
    """Do it and say so, or say why not."""
    try:
        verb(**arguments)
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
