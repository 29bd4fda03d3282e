"""The pinboard, its digest, groups and documents."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.culture.domain import board, digest, groups, retention
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Booking, Interest, Post, SharedDocument
from participation.culture.models.choices import DigestFrequency, PostState
from tests.factories.culture import (
    BookingFactory,
    CultureInstitutionFactory,
    GroupFactory,
    PostFactory,
    owner_of,
)
from tests.factories.files import upload
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

POST = {"kind": "seek", "title": "Wer hat ein Zelt?", "text": "Drei mal drei Meter."}


def test_a_post_is_pinned_answered_and_answered_back(client, stage, choir, sign_in_as):
    sign_in_as(owner_of(stage))
    day = timezone.localdate() + timedelta(days=10)
    client.post("/konto/kultur/pinnwand/neu/", POST | {"expires_on": f"{day:%Y-%m-%d}"})
    post = Post.objects.get()
    sign_in_as(owner_of(choir))
    client.post(post.get_absolute_url(), {"text": "Wir haben eins."})
    sign_in_as(owner_of(stage))
    client.post(post.get_absolute_url(), {"text": "Großartig!", "towards": choir.pk})

    assert [(a.institution, a.towards) for a in post.answers.all()] == [
        (stage, choir) if number else (choir, stage) for number in range(2)
    ]
    assert "Großartig!" in delivered()[-1].body


def test_nobody_is_answered_who_has_not_written(stage, choir):
    post = PostFactory(institution=stage)
    with pytest.raises(NotAllowedError):
        board.answer(post=post, institution=stage, text="Na?", by=owner_of(stage), towards=choir)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_post_stays_neither_in_the_past_nor_for_years(client, stage, sign_in_as, days):
    sign_in_as(owner_of(stage))
    day = timezone.localdate() + timedelta(days=days)
    answer = client.post("/konto/kultur/pinnwand/neu/", POST | {"expires_on": f"{day:%Y-%m-%d}"})
    assert answer.status_code == 422
    assert "expires_on" in answer.context["form"].errors


def test_a_post_leaves_the_board_by_itself(client, stage, choir, sign_in_as, time_machine):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    post = PostFactory(institution=stage, days=3)
    time_machine.move_to("2026-05-07T10:00:00+00:00")
    assert post in Post.objects.on_board()
    time_machine.move_to("2026-05-08T10:00:00+00:00")
    sign_in_as(owner_of(choir))
    assert client.get(post.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowedError):
        board.answer(post=post, institution=choir, text="Noch da?", by=owner_of(choir))


def test_what_the_office_hides_is_off_the_board_and_its_authors_are_told(stage):
    post = PostFactory(institution=stage)
    board.hide(post=post, reason="Werbung.")
    post.refresh_from_db()
    assert post.state == PostState.HIDDEN
    assert "Werbung." in delivered()[-1].body
    with pytest.raises(NotAllowedError):
        board.change(post=post, words={"expires_on": post.expires_on})


@pytest.fixture
def reader(choir, time_machine):
    """Somebody who hears once a day."""
    time_machine.move_to("2026-05-04T10:00:00+00:00", tick=False)
    user = owner_of(choir)
    digest.set_interest(user=user, kinds=["seek"], genres=["music"], frequency="daily")
    Interest.objects.update(told_until=timezone.now())
    Interest.objects.exclude(user=user).update(frequency=DigestFrequency.NEVER)
    return user


def mails(time_machine):
    time_machine.move_to("2026-05-05T08:00:00+00:00", tick=False)
    delivered()
    digest.tell_interested(now=timezone.now())
    return delivered()


def test_one_mail_tells_what_fits_and_only_once(reader, stage, time_machine):
    time_machine.shift(60)
    fits = PostFactory(institution=stage, genres=["music"])
    PostFactory(institution=stage, kind="offer")
    PostFactory(institution=stage, genres=["film"])

    sent = mails(time_machine)

    told = [mail for mail in sent if mail.to == [reader.email]]
    assert len(told) == 1
    assert fits.title in told[0].body
    assert "offer" not in told[0].body
    assert told[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not mails(time_machine)


def test_whoever_is_no_partner_any_more_hears_nothing(reader, choir, stage, time_machine):
    time_machine.shift(60)
    PostFactory(institution=stage, genres=["music"])
    choir.members.all().delete()
    assert not mails(time_machine)


def test_the_digest_tells_of_talk_in_groups(reader, choir, stage, time_machine):
    group = GroupFactory(founder=stage, joined=[choir])
    time_machine.shift(60)
    groups.say(group=group, institution=stage, text="Wann treffen wir uns?", by=owner_of(stage))

    sent = mails(time_machine)

    assert group.name in sent[-1].body
    assert "Wann treffen" not in sent[-1].body


def test_one_press_ends_the_mails(client, culture_page, reader):
    key = Interest.objects.get(user=reader).key
    path = f"/kultur/pinnwand/abbestellen/{key}/"
    assert client.get(path).status_code == 200
    assert Interest.objects.get(user=reader).frequency == DigestFrequency.DAILY
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert Interest.objects.get(user=reader).frequency == DigestFrequency.NEVER


def test_a_closed_group_is_read_and_not_written(stage, choir):
    group = GroupFactory(founder=stage, joined=[choir])
    groups.close(group=group)
    with pytest.raises(NotAllowedError):
        groups.say(group=group, institution=choir, text="Noch wer da?", by=owner_of(choir))


def test_the_last_institution_closes_the_group_it_leaves(stage):
    group = GroupFactory(founder=stage)
    groups.leave(part=group.parts.get())
    group.refresh_from_db()
    assert group.is_closed


def test_a_groups_dates_are_a_calendar(client, stage, sign_in_as):
    group = GroupFactory(founder=stage)
    sign_in_as(owner_of(stage))
    day = timezone.localdate() + timedelta(days=5)
    date = {"title": "Treffen", "start": f"{day:%Y-%m-%d}T18:00", "end": f"{day:%Y-%m-%d}T20:00"}
    client.post(f"{group.get_absolute_url()}termine/neu/", date)

    assert b"SUMMARY:Treffen" in client.get(f"{group.get_absolute_url()}gruppe.ics").content


def test_a_document_is_handed_out_as_a_file_and_deleted_with_it(
    client, stage, sign_in_as, django_capture_on_commit_callbacks
):
    sign_in_as(owner_of(stage))
    file = upload("plan.txt", b"Neun mal elf Meter.")
    answer = client.post(
        "/konto/kultur/dokumente/neu/", {"title": "Plan", "for_all": "on", "file": file}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    shared = SharedDocument.objects.get()
    path = f"/konto/kultur/dokumente/{shared.pk}/"
    handed = client.get(f"{path}datei/")
    assert handed["Content-Disposition"].startswith("attachment")
    assert b"Neun mal elf" in b"".join(handed.streaming_content)
    stored = shared.document.file
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{path}loeschen/")
    assert not SharedDocument.objects.exists()
    assert not stored.storage.exists(stored.name)


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b"<html>"), ("plan.exe", b"MZ"), ("plan.txt", b"\0\0")]
)
def test_a_file_that_is_not_what_it_says_is_refused(client, stage, sign_in_as, name, content):
    sign_in_as(owner_of(stage))
    sent = {"title": "Plan", "for_all": "on", "file": upload(name, content)}
    answer = client.post("/konto/kultur/dokumente/neu/", sent)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_old_posts_and_requests_are_forgotten(stage, time_machine):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    PostFactory(institution=stage)
    kept = BookingFactory(accepted=True)
    from participation.culture.domain import bookings

    bookings.withdraw(booking=BookingFactory(), by=owner_of(stage))
    assert retention.forget_old() == (0, 0)
    time_machine.move_to("2028-09-04T10:00:00+00:00")

    assert retention.forget_old() == (1, 1)
    assert Booking.objects.get() == kept


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_of_partners_posts_and_groups_cost_the_same(
    client, culture_page, stage, sign_in_as, rows
):
    for number in range(rows):
        other = CultureInstitutionFactory()
        PostFactory(institution=other, title=f"Gesuch {number}")
        GroupFactory(founder=other, joined=[stage])
    sign_in_as(owner_of(stage))
    found = {}
    for path in QUERIES:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        found[path] = len(queries)
    assert found == QUERIES


QUERIES = {
    "/konto/kultur/": 13,
    "/konto/kultur/partner/": 9,
    "/konto/kultur/pinnwand/": 9,
    "/konto/kultur/gruppen/": 8,
    "/konto/kultur/dokumente/": 7,
    "/kultur/einrichtungen/": 12,
}
