"""Whole pages that are kept for whoever is signed out, where the page cache keeps none."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory
from wagtail.models import Locale

from cms.core.page_cache import visitors
from cms.core.serving import lazy
from cms.programme.models import Guideline
from cms.users.models import User


class Said(BaseStorage):
    """Messages of a test."""

    def _get(self, *args, **kwargs):
        return list(self.request.said), True


def ask(user=None, said=(), **headers):
    """A request as it comes through the middleware."""
    request = RequestFactory().get("/", headers=headers)
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    request.said = said
    request._messages = Said(request)
    return request


@pytest.fixture
def made(page_cache):
    """The numbers of the answers made so far, and a way to make one more."""
    numbers = []

    def make(request, build=None, key="a"):
        def numbered():
            numbers.append(len(numbers))
            return build() if build else HttpResponse(f"Nr. {numbers[-1]}")

        return visitors.answer(request, key, numbered).content.decode()

    make.numbers = numbers
    return make


def test_an_answer_is_made_once_for_each_key(made):
    assert [made(ask()), made(ask()), made(ask(), key="b")] == ["Nr. 0", "Nr. 0", "Nr. 1"]


@pytest.mark.parametrize("reader", [{"user": User(pk=1)}, {"said": ["Gespeichert."]}])
def test_what_one_person_is_told_is_neither_taken_nor_left(made, reader):
    assert made(ask()) == "Nr. 0"
    assert made(ask(**reader)) == "Nr. 1"
    assert made(ask()) == "Nr. 0"


def test_a_form_with_a_secret_is_not_kept(made):
    for number in range(2):
        request = ask()
        made(request, lambda request=request: HttpResponse(get_token(request)))
        assert len(made.numbers) == number + 1


def test_a_new_secret_of_the_browser_itself_is_no_form(made):
    for _time in range(2):
        request = ask()
        request.META[visitors.FORM_IS_SHOWN] = True
        assert made(request) == "Nr. 0"
        assert request.META[visitors.FORM_IS_SHOWN]


def test_what_is_written_into_a_session_or_a_cookie_is_not_kept(made):
    def remembered(request):
        request.session["x"] = 1
        return HttpResponse("x")

    def with_cookie(request):
        response = HttpResponse("x")
        response.set_cookie("x", "1")
        return response

    for build in (remembered, with_cookie, lambda request: HttpResponse("x", status=404)):
        for _time in range(2):
            request = ask()
            made(request, lambda build=build, request=request: build(request))
    assert len(made.numbers) == 6


def test_a_template_is_rendered_while_its_reads_are_noted(made, db):
    def build():
        return SimpleTemplateResponse(
            "components/notice.html", {"title": lazy(Guideline.objects.count)}
        )

    first = made(ask(), build)
    locale = Locale.get_default()
    Guideline.objects.create(number=1, title="Zuerst der Mensch", locale=locale)
    assert made(ask(), build) != first
