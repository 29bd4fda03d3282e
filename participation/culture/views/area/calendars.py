"""An institution's calendars: which it has brought along, and how they are doing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.requests import sent
from participation.culture.domain import fault_words, feeds
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.feeds import FeedForm
from participation.culture.models import Feed
from participation.culture.reading.faults import FeedError
from participation.culture.views.area.common import (
    PLAN,
    area_page,
    attempt,
    membership,
    show,
    status_of,
)

SHOWN_PROBLEMS = 50


@area_page
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Calendars with their state."""
    member = membership(request, pk)
    coming = Count(
        "events",
        filter=Q(events__gone_at=None, events__occurrences__end__gt=timezone.now()),
        distinct=True,
    )
    found = member.institution.feeds.annotate(
        coming=coming, problem_count=Count("problems", distinct=True)
    )
    return show(request, "calendars.html", _("Calendars"), member=member, feeds=found)


@area_page
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a calendar along."""
    member = membership(request, pk, PLAN)
    form = FeedForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        feed = _kept(form, lambda: _added(member.institution, form))
        if feed is not None:
            messages.success(request, _("The calendar is added and is read now."))
            return redirect("culture_calendar", pk, feed.pk)
    return show(
        request,
        "form.html",
        _("Add a calendar"),
        member=member,
        form=form,
        status=status_of(form),
    )


def _added(institution: Any, form: FeedForm) -> Feed:
    password = form.cleaned_data.get("password", "")
    file = form.cleaned_data.get("file")
    feed = feeds.add_feed(institution=institution, password=password, **form.values)
    if file:
        try:
            feeds.upload(feed=feed, data=file.read(), content_type=file.content_type or "")
        except FeedError:
            feeds.remove_feed(feed=feed)
            raise
    return feed


def _kept(form: FeedForm, act: Callable[[], Feed]) -> Feed | None:
    """What the verb made; else its reason stands beside the field."""
    try:
        return act()
    except NotAllowedError as error:
        form.add_error(None, str(error))
    except FeedError as error:
        form.add_error("file", fault_words.sentence_of_file(error))
    return None


@area_page
def detail(request: HttpRequest, pk: int, feed: int) -> HttpResponse:
    """How one calendar is doing, what was left out, and what can be done."""
    member = membership(request, pk)
    found = get_object_or_404(member.institution.feeds, pk=feed)
    if request.method == "POST":
        membership(request, pk, PLAN)
        return _press(request, pk, found)
    return show(
        request,
        "calendar.html",
        found.name,
        member=member,
        feed=found,
        problems=found.problems.all()[:SHOWN_PROBLEMS],
        problem_count=found.problems.count(),
        coming=found.events.filter(gone_at=None, occurrences__end__gt=timezone.now())
        .distinct()
        .count(),
        gone=found.events.exclude(gone_at=None).count(),
    )


def _press(request: HttpRequest, pk: int, feed: Feed) -> HttpResponse:
    if "remove" in request.POST:
        attempt(request, lambda: feeds.remove_feed(feed=feed), _("The calendar is removed."))
        return redirect("culture_calendars", pk)
    if "read" in request.POST:
        attempt(request, lambda: feeds.read_now(feed=feed), _("The calendar is read now."))
    elif "pause" in request.POST:
        done = _("The calendar is paused; its events stay.")
        attempt(request, lambda: feeds.pause_feed(feed=feed, paused=True), done)
    elif "resume" in request.POST:
        done = _("The calendar is read again.")
        attempt(request, lambda: feeds.pause_feed(feed=feed, paused=False), done)
    return redirect("culture_calendar", pk, feed.pk)


@area_page
def edit(request: HttpRequest, pk: int, feed: int) -> HttpResponse:
    """Another address, other settings, a newer file."""
    member = membership(request, pk, PLAN)
    found = get_object_or_404(member.institution.feeds, pk=feed)
    form = FeedForm(sent(request), request.FILES or None, feed=found)
    if form.is_bound and form.is_valid() and _kept(form, lambda: _changed(found, form)):
        messages.success(request, _("Your changes are saved."))
        return redirect("culture_calendar", pk, feed)
    return show(request, "form.html", found.name, member=member, form=form, status=status_of(form))


def _changed(feed: Feed, form: FeedForm) -> Feed:
    file = form.cleaned_data.get("file")
    if file:
        feeds.upload(feed=feed, data=file.read(), content_type=file.content_type or "")
    return feeds.change_feed(
        feed=feed, password=form.cleaned_data.get("password", ""), **form.values
    )
