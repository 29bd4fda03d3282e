"""The pinboard."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.guards import is_too_often, too_often, who_asks
from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.culture.domain import board as verbs
from participation.culture.domain import digest
from participation.culture.forms.board import InterestForm, PostForm, ReplyForm
from participation.culture.forms.lists import PostFilterForm
from participation.culture.models import Institution, Interest, Post
from participation.culture.queries import board as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import (
    attempt,
    for_partners,
    must_plan,
    show,
    status_of,
)

WRITTEN_PER_HOUR = 30


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What is on the board, and what one's institutions have pinned."""
    filters = PostFilterForm(request.GET)
    page = paginate(queries.posts(partner, filters.chosen), request.GET.get("page"))
    return show(
        request,
        "board.html",
        _("Pinboard"),
        introduction=_("What institutions seek, offer and tell each other."),
        filters=filters,
        count=page.paginator.count,
        page_obj=page,
        own=queries.own(partner)[:12],
        partner=partner,
    )


@for_partners
def new(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Pin something."""
    must_plan(partner)
    form = PostForm(sent(request), acting=partner.plans_for, latest=verbs.latest_day())
    if form.is_bound and form.is_valid() and not _too_much(request, form):
        post = verbs.pin(
            key=form.cleaned_data["key"],
            institution=form.acts_for,
            words=form.words,
            by=user_of(request),
        )
        messages.success(request, _("Your post is on the board."))
        return redirect(post)
    return show(request, "form.html", _("Pin something"), form=form, status=status_of(form))


def _too_much(request: HttpRequest, form: PostForm | ReplyForm) -> bool:
    """Whether somebody writes more than people do; says so in the form."""
    who = who_asks(request)
    if not is_too_often("culture-write", who, most=WRITTEN_PER_HOUR, seconds=3600):
        return False
    form.add_error(None, too_often())
    return True


@for_partners
def edit(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Change or close one's post. 404 for posts of others."""
    own = Post.objects.filter(institution__in=partner.ids)
    post = get_object_or_404(own, pk=pk)
    if post.institution_id not in partner.planning_ids:
        raise PermissionDenied
    if request.method == "POST" and "close" in request.POST:
        attempt(request, lambda: verbs.close(post=post), _("Your post is off the board."))
        return redirect(post)
    form = PostForm(sent(request), acting=[post.institution], latest=verbs.latest_day(), post=post)
    done = _("Your changes are saved.")
    if (
        form.is_bound
        and form.is_valid()
        and attempt(request, lambda: verbs.change(post=post, words=form.words), done)
    ):
        return redirect(post)
    return show(request, "form.html", _("Change the post"), form=form, status=status_of(form))


@for_partners
def detail(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One post with the answers that are for the reader."""
    post = get_object_or_404(queries.readable(partner), pk=pk)
    answers = queries.answers(post, partner)
    is_own = post.institution_id in partner.planning_ids
    acting = [post.institution] if is_own else partner.plans_for
    asked = {answer.institution for answer in answers if answer.institution_id not in partner.ids}
    others: list[Institution] = sorted(asked, key=str) if is_own else []
    form = None
    if acting and post.is_on_board and (others or not is_own):
        form = ReplyForm(sent(request), acting=acting, partners=others)
    status = 200
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and not _too_much(request, form):
            return _reply(request, post, form)
        status = 422
    return show(
        request,
        "post.html",
        post.title,
        post=post,
        answers=answers,
        form=form,
        is_own=is_own,
        own_ids=partner.ids,
        status=status,
    )


def _reply(request: HttpRequest, post: Post, form: ReplyForm) -> HttpResponse:
    def act() -> None:
        verbs.answer(
            post=post,
            institution=form.acts_for,
            text=form.cleaned_data["text"],
            by=user_of(request),
            towards=form.cleaned_data.get("towards"),
        )

    attempt(request, act, _("Your answer is on its way."))
    return redirect(post)


@for_partners
def interest(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Of what and how often one is told by mail."""
    mine = Interest.objects.filter(user=partner.user).first()
    form = InterestForm(sent(request), interest=mine)
    if form.is_bound and form.is_valid():
        digest.set_interest(user=user_of(request), **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("culture_board")
    return show(
        request,
        "form.html",
        _("Mails about posts and groups"),
        form=form,
        introduction=_("You get one mail with everything that is new, and none without news."),
        status=status_of(form),
    )
