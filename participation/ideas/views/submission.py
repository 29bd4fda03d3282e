"""Submitting an idea."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.core import proof
from cms.core.guards import is_too_often, too_often, who_asks
from cms.users.requests import person
from participation.ideas.domain import attachments, drafts, process, submission
from participation.ideas.forms.submission import SubmissionForm
from participation.ideas.models import Draft, Idea
from participation.ideas.queries.drafts import drafts_of, own_draft
from participation.ideas.queries.similar import similar
from participation.ideas.views.common import has_name, sends_too_much, show
from participation.ideas.views.files import keep_files
from participation.ideas.views.sent import remember

DRAFTS_PER_HOUR, SIMILAR_PER_MINUTE = 60, 60
DRAFT, NEW = "entwurf", "neu"


@never_cache
def submit(request: HttpRequest) -> HttpResponse:
    """The form; one press keeps the text, and the same form sent twice is one idea."""
    draft = _draft(request)
    if request.method == "POST":
        form = SubmissionForm(request.POST, request.FILES, **_known(request))
        if "save" in request.POST:
            return _save_by_button(request, form, draft)
        if form.is_valid():
            return _store(request, form)
        return _form_page(request, form, draft, status=422)
    form = SubmissionForm(
        **_known(request),
        initial=(draft.data if draft else {}) | {"draft": draft.key if draft else drafts.new_key()},
    )
    return _form_page(request, form, draft)


def _known(request: HttpRequest) -> dict[str, Any]:
    """Who fills the form in, and what it need not ask for."""
    user = person(request)
    return {"user": user, "is_signed_in": user is not None, "knows_name": has_name(user)}


def _draft(request: HttpRequest) -> Draft | None:
    """The draft the form names; without one the last of whoever is signed in."""
    key = request.POST.get("draft") or request.GET.get(DRAFT, "")
    if key or request.method == "POST" or NEW in request.GET:
        return own_draft(key=key, user=request.user)
    return next(iter(drafts_of(request.user)), None)


def _form_page(
    request: HttpRequest, form: SubmissionForm, draft: Draft | None, status: int = 200
) -> HttpResponse:
    lost = form.is_bound and not keep_files(request, form)
    words = {name: form[name].value() or "" for name in ("title", "text")}
    found = _similar(**words) if form.is_bound and words["title"] else []
    return show(
        request,
        "ideas/submit.html",
        _("Submit an idea"),
        introduction=_("A title and a few words are enough. Everything else can follow later."),
        form=form,
        draft=draft,
        draft_url=_draft_url(request, draft) if draft else "",
        files_lost=lost,
        similar=found,
        moderate_first=process.settings().moderate_first,
        status=status,
    )


def _draft_url(request: HttpRequest, draft: Draft) -> str:
    return request.build_absolute_uri(f"{reverse('ideas:submit')}?{DRAFT}={draft.key}")


def _similar(title: str, text: str) -> list[Any]:
    return similar(title=str(title), text=str(text), language=get_language() or "de")


def _store(request: HttpRequest, form: SubmissionForm) -> HttpResponse:
    key = form.submission_key
    author, email = person(request), form.cleaned_data.get("email", "")
    again = Idea.objects.filter(submission_key=key).exists()
    if not again and sends_too_much(request, email):
        form.add_error(None, too_often())
        return _form_page(request, form, _draft(request), status=429)
    idea = submission.submit_idea(
        key=key,
        language=get_language() or "de",
        words=form.words,
        author=author,
        email=email,
        pictures=form.cleaned_data["pictures"],
        documents=form.cleaned_data["documents"],
        held=form.held_to_send,
        trusted=author is not None or proof.is_proven(form.cleaned_data["altcha"]),
        draft=form.cleaned_data["draft"],
    )
    attachments.drop(held=form.held_to_drop)
    if author is None:
        return remember(redirect("ideas:sent"), idea)
    messages.success(request, _thanks(idea))
    return redirect(idea)


def _thanks(idea: Idea) -> str:
    if idea.is_public:
        return _("Thank you! Your idea is published.")
    return _("Thank you! We have your idea. It appears when somebody from the office has read it.")


def _save_by_button(
    request: HttpRequest, form: SubmissionForm, draft: Draft | None
) -> HttpResponse:
    """Keep the draft without JavaScript, and the good ones of its files."""
    if is_too_often("draft", who_asks(request), most=DRAFTS_PER_HOUR, seconds=3600):
        messages.error(request, too_often())
        return _form_page(request, form, draft, status=429)
    form.is_valid()
    if not keep_files(request, form):
        messages.warning(request, _("Please choose your pictures and documents once more"))
    for name in ("pictures", "documents"):
        for sentence in form.errors.get(name, []):
            messages.warning(request, str(sentence))
    saved = _saved(request) or _saved(request, drafts.new_key())
    messages.success(request, _("Your draft is saved."))
    return redirect(f"{reverse('ideas:submit')}?{DRAFT}={saved.key if saved else ''}")


def _saved(request: HttpRequest, key: str = "") -> Draft | None:
    """The draft with what the form holds; None where it is sent already."""
    key = key or request.POST.get("draft", "")
    return drafts.save_draft(data=request.POST, user=person(request), key=key)


@never_cache
@require_POST
def autosave(request: HttpRequest) -> JsonResponse:
    """Keep what is being typed; the answer says where to go on with it, 409 that it is sent."""
    if is_too_often("autosave", who_asks(request), most=10 * DRAFTS_PER_HOUR, seconds=3600):
        return JsonResponse({}, status=429)
    saved = _saved(request)
    if saved is None:
        return JsonResponse({}, status=409)
    return JsonResponse({"key": saved.key, "url": _draft_url(request, saved)})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget a draft and start with an empty form."""
    draft = own_draft(key=request.POST.get("draft", ""), user=request.user)
    if draft is not None:
        drafts.discard_draft(draft=draft)
        messages.success(request, _("The draft is deleted."))
    return redirect(f"{reverse('ideas:submit')}?{NEW}=1")


@require_safe
def similar_ideas(request: HttpRequest) -> JsonResponse:
    """What is like the words typed so far; nothing when it is asked too often."""
    found: list[Any] = []
    if not is_too_often("similar", who_asks(request), most=SIMILAR_PER_MINUTE, seconds=60):
        found = _similar(request.GET.get("title", "")[:300], request.GET.get("text", "")[:1000])
    items = [
        {
            "title": each.title,
            "url": each.url,
            "kind": str(each.kind),
            "support_url": each.support_url,
        }
        for each in found
    ]
    return JsonResponse({"items": items})


@never_cache
@require_safe
def proof_challenge(request: HttpRequest) -> JsonResponse:
    """Work for the browser of somebody who is about to send something."""
    return JsonResponse(proof.challenge())
