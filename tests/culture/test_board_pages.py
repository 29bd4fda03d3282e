"""The pinboard's pages: found, changed, closed, answered, and what is said to whoever may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from participation.culture.domain import board
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Interest, Post
from participation.culture.models.choices import Role
from participation.culture.queries import board as queries
from participation.culture.queries.partners import partner_of
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, PostFactory, owner_of
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

BOARD, NEW = "/konto/kultur/pinnwand/", "/konto/kultur/pinnwand/neu/"


def form(days: int = 10, **values):
    """What somebody types in."""
    day = timezone.localdate() + timedelta(days=days)
    good = {"kind": "seek", "title": "Wer hat ein Zelt?", "text": "Drei mal drei Meter."}
    return good | {"expires_on": f"{day:%Y-%m-%d}"} | values


def said(client, path, **sent) -> str:
    """What the page after a press says."""
    return client.post(path, sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({"kind": "offer"}, "Scheinwerfer zu verleihen"),
        ({"genre": "music"}, "Trompete gesucht"),
        ({"q": "leihen schein"}, "Scheinwerfer zu verleihen"),
        ({"q": "19 uhr trompete"}, "Trompete gesucht"),
    ],
)
def test_posts_are_found_by_kind_genre_and_words(client, stage, choir, sign_in_as, query, title):
    PostFactory(institution=stage, title="Trompete gesucht", genres=["music"])
    PostFactory(institution=stage, kind="offer", title="Scheinwerfer zu verleihen")
    sign_in_as(owner_of(choir))
    found = client.get(BOARD, query).context["page_obj"]
    assert [post.title for post in found] == [title]


def test_who_is_no_partner_reads_no_post(stage):
    post = PostFactory(institution=stage)
    assert post in queries.readable(partner_of(owner_of(stage)))
    assert not queries.readable(partner_of(UserFactory())).exists()


def test_a_post_is_changed_by_its_institution(client, stage, sign_in_as):
    post = PostFactory(institution=stage)
    sign_in_as(owner_of(stage))
    page = said(client, f"{post.get_absolute_url()}bearbeiten/", **form(title="Zelt gefunden"))
    assert "Ihre Änderungen sind gespeichert." in page
    assert "Zelt gefunden" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"kind": "x"}, "kind"), ({"expires_on": "bald"}, "expires_on")],
)
def test_a_wrong_change_has_its_message(client, stage, sign_in_as, values, field):
    post = PostFactory(institution=stage, title="Wie es war")
    sign_in_as(owner_of(stage))
    answer = client.post(f"{post.get_absolute_url()}bearbeiten/", form(**values))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    post.refresh_from_db()
    assert post.title == "Wie es war"


def test_a_post_that_the_office_has_hidden_is_not_changed(client, stage, sign_in_as):
    post = PostFactory(institution=stage, title="Wie es war")
    board.hide(post=post, reason="Werbung.")
    sign_in_as(owner_of(stage))
    page = said(client, f"{post.get_absolute_url()}bearbeiten/", **form())
    assert "Das Kulturbüro hat diesen Beitrag verborgen." in page
    post.refresh_from_db()
    assert post.title == "Wie es war"


def test_a_post_is_taken_off_the_board_once(client, stage, sign_in_as):
    post = PostFactory(institution=stage)
    sign_in_as(owner_of(stage))
    path = f"{post.get_absolute_url()}bearbeiten/"
    assert "Ihr Beitrag ist von der Pinnwand." in said(client, path, close="1")
    assert "hängt nicht mehr an der Pinnwand" in said(client, path, close="1")
    assert post not in Post.objects.on_board()


@pytest.mark.parametrize("days", [-1, 400])
def test_the_verb_keeps_to_the_days_of_the_board_too(stage, days):
    post = PostFactory(institution=stage)
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(NotAllowedError, match="weder vorbei noch zu fern"):
        board.change(post=post, words={"expires_on": day})


def test_the_button_pressed_twice_pins_one_post(client, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    for _time in range(2):
        client.post(NEW, form(key="6f1c4a0e-5d8b-4f3a-9c1e-0d6a7b2e4c55"))
    assert Post.objects.count() == 1


def test_an_institution_that_does_not_take_part_pins_nothing():
    waiting = CultureInstitutionFactory(verified=False)
    with pytest.raises(NotAllowedError, match="geprüfte Einrichtung"):
        board.pin(key=uuid4(), institution=waiting, words={}, by=owner_of(waiting))


def test_nobody_answers_their_own_post(client, stage, sign_in_as):
    post = PostFactory(institution=stage)
    sign_in_as(owner_of(stage))
    assert client.post(post.get_absolute_url(), {"text": "Ich!"}).status_code == 403
    with pytest.raises(NotAllowedError, match="wem Sie antworten"):
        board.answer(post=post, institution=stage, text="Ich!", by=owner_of(stage))
    assert not post.answers.exists()


def test_an_empty_answer_has_its_message_and_tells_nobody(client, stage, choir, sign_in_as):
    post = PostFactory(institution=stage)
    delivered()
    sign_in_as(owner_of(choir))
    answer = client.post(post.get_absolute_url(), {"text": " "})
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors
    assert not delivered()


def test_a_closed_post_is_read_by_who_has_answered_and_takes_no_answer(
    client, stage, choir, sign_in_as
):
    post = PostFactory(institution=stage)
    board.answer(post=post, institution=choir, text="Wir haben eins.", by=owner_of(choir))
    board.close(post=post)
    sign_in_as(owner_of(choir))
    assert "Wir haben eins." in client.get(post.get_absolute_url()).content.decode()
    assert client.post(post.get_absolute_url(), {"text": "Und?"}).status_code == 403


def test_who_writes_more_than_people_do_has_to_wait(client, stage, choir, sign_in_as):
    post = PostFactory(institution=stage)
    sign_in_as(owner_of(choir))
    for _time in range(30):
        client.post(post.get_absolute_url(), {"text": "Hallo?"})
    answer = client.post(post.get_absolute_url(), {"text": "Hallo?"})
    assert answer.status_code == 422
    assert "Das waren viele in kurzer Zeit." in answer.content.decode()
    assert post.answers.count() == 30
    assert client.post(NEW, form()).status_code == 422


def test_somebody_chooses_of_what_and_how_often_they_hear(client, stage, sign_in_as):
    user = sign_in_as(MemberFactory(institution=stage, role=Role.VIEWER).user)
    path = f"{BOARD}mails/"
    for frequency in ("daily", "never"):
        page = said(client, path, frequency=frequency, kinds=["call"], genres=["film"])
        assert "Ihre Änderungen sind gespeichert." in page
        mine = Interest.objects.get(user=user)
        assert (mine.frequency, mine.kinds, mine.genres) == (frequency, ["call"], ["film"])
    answer = client.post(path, {"frequency": "stündlich"})
    assert answer.status_code == 422
    assert "frequency" in answer.context["form"].errors
