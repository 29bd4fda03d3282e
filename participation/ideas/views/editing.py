"""Changing and withdrawing one's own idea."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms.users.requests import person
from participation.ideas.domain import attachments, process, submission
from participation.ideas.forms.submission import IdeaEditForm
from participation.ideas.models import Idea
from participation.ideas.models.choices import State
from participation.ideas.views.common import has_name, show
from participation.ideas.views.files import keep_files


@never_cache
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own idea."""
    idea = _own_idea(request, pk)
    files = idea.attachments.select_related("image", "document")
    names = [(each.pk, str(each)) for each in files]
    initial = {name: getattr(idea, name) for name in submission_words()}
    form = IdeaEditForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        attachments=names,
        user=person(request),
        knows_name=has_name(person(request)),
        initial=initial | {"tags": ", ".join(idea.tags)},
    )
    if request.method == "POST" and form.is_valid():
        return _change(request, idea, form)
    lost = form.is_bound and not keep_files(request, form)
    status = 422 if form.errors else 200
    title = _("Change your idea")
    return show(
        request, "ideas/edit.html", title, form=form, idea=idea, files_lost=lost, status=status
    )


def submission_words() -> tuple[str, ...]:
    """Fields of an idea that its form shows as they are."""
    return ("title", "text", "name_shown", "alias", "would_help", "place", "address")


def _own_idea(request: HttpRequest, pk: int) -> Idea:
    """404 for somebody else's, as if it were not there."""
    idea = get_object_or_404(Idea, pk=pk, author_id=request.user.pk)
    if idea.state == State.UNCONFIRMED:
        raise Http404
    return idea


def _change(request: HttpRequest, idea: Idea, form: IdeaEditForm) -> HttpResponse:
    try:
        idea = submission.edit_idea(
            idea=idea,
            author=request.user,  # type: ignore[arg-type]
            words=form.words,
            pictures=form.cleaned_data["pictures"],
            documents=form.cleaned_data["documents"],
            held=form.held_to_send,
            removed=[int(key) for key in form.cleaned_data.get("removed", [])],
        )
    except process.NotAllowedError as error:
        messages.error(request, str(error))
    else:
        attachments.drop(held=form.held_to_drop)
        messages.success(request, _("Your idea is changed."))
    return redirect(idea)


@never_cache
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first; the button takes the idea back."""
    idea = _own_idea(request, pk)
    if request.method != "POST":
        return show(request, "ideas/withdraw.html", _("Withdraw your idea?"), idea=idea)
    try:
        submission.withdraw_idea(idea=idea, author=request.user)  # type: ignore[arg-type]
    except process.NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your idea is withdrawn."))
    return redirect("my_ideas")
