"""What an institution takes back, changes and takes away in its area, and who belongs to it."""

from datetime import timedelta

import pytest
from crowdfunding_lite.models import Stage
from django.core.exceptions import ValidationError
from django.utils import timezone

from participation.wishlist.domain import finishing, members, review, rules, updates
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import ChangeRequest, Invitation, Wish
from participation.wishlist.models.choices import Role
from participation.wishlist.queries.wish import way
from tests.factories.files import PDF, png, upload
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wishlist import (
    THING,
    DonationFactory,
    MembershipFactory,
    PledgeFactory,
    WishFactory,
    owner_of,
)
from tests.users.helpers import delivered
from tests.wishlist.office import treasury
from tests.wishlist.test_area import NEED, WISH, area

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, wishes_page):
    """A draft whose owner is signed in."""
    made = WishFactory(stage="draft", needs=[THING])
    client.login(email=owner_of(made.institution).email, password=PASSWORD)
    return made


def of(wish, rest=""):
    return area(wish.institution, f"wuensche/{wish.pk}/{rest}")


def said(client, address, **sent):
    """What the page says last, after a form was sent."""
    answer = client.post(address, sent, follow=True)
    return [str(message) for message in answer.context["messages"]][-1]


def test_a_draft_is_changed_as_often_as_one_likes(client, draft):
    client.post(of(draft, "bearbeiten/"), WISH | {"title": "Zwölf Räder", "goal_cents": "1.200"})

    changed = Wish.objects.get()
    assert (changed.title, changed.campaign.goal_cents) == ("Zwölf Räder", 120_000)


def test_what_was_handed_in_is_taken_back_before_the_office_decides(client, draft):
    client.post(of(draft), {"hand_in": ""})
    client.post(of(draft), {"take_back": ""})

    assert Wish.objects.get().campaign.stage == Stage.DRAFT
    assert "entschieden" in said(client, of(draft), take_back="")


def test_a_draft_is_discarded_with_all_that_belongs_to_it(client, draft):
    client.post(of(draft, "bilder/"), {"picture": upload("a.png", png()), "description": "Rad"})
    client.post(of(draft), {"discard": ""})

    assert not Wish.objects.exists()


def test_what_the_office_has_seen_is_not_discarded(client, draft):
    client.post(of(draft), {"hand_in": ""})
    client.post(of(draft), {"take_back": ""})

    assert "eingereicht" in said(client, of(draft), discard="")
    assert Wish.objects.exists()


def test_a_declined_wish_is_changed_and_handed_in_again(client, draft):
    client.post(of(draft), {"hand_in": ""})
    delivered()
    review.decline(wish=draft, by=UserFactory(), reason="Zu teuer.")
    mail = delivered()[-1]

    assert "Zu teuer." in mail.body
    client.post(of(draft), {"hand_in": ""})
    assert Wish.objects.get().campaign.stage == Stage.REVIEW


def test_the_office_decides_once(draft):
    with pytest.raises(NotAllowedError):
        review.decline(wish=draft, by=UserFactory(), reason="Nicht eingereicht.")


def test_a_need_is_changed_and_taken_away(client, draft):
    need = draft.campaign.needs.get()
    client.post(of(draft, f"braucht/{need.pk}/"), NEED | {"quantity": "7"})
    need.refresh_from_db()
    assert need.quantity == 7

    client.post(of(draft, f"braucht/{need.pk}/"), {"remove": ""})
    assert not draft.campaign.needs.exists()


def test_a_need_that_somebody_has_answered_stays(client, wish, owner):
    client.post(of(wish, "braucht/neu/"), NEED)
    need = wish.campaign.needs.get()
    PledgeFactory(need=need)

    assert "bleibt" in said(client, of(wish, f"braucht/{need.pk}/"), remove="")
    assert wish.campaign.needs.exists()


def test_the_needs_of_a_wish_that_is_over_stay(client, draft):
    need = draft.campaign.needs.get()
    draft.campaign.stage = Stage.ENDED
    draft.campaign.save()

    answer = client.post(of(draft, "braucht/neu/"), NEED)
    assert answer.status_code == 409
    said(client, of(draft, f"braucht/{need.pk}/"), remove="")
    assert draft.campaign.needs.count() == 1


def test_a_wish_has_twelve_needs_and_eight_pictures_at_most(client, draft):
    for _ in range(11):
        client.post(of(draft, "braucht/neu/"), NEED)
    assert client.post(of(draft, "braucht/neu/"), NEED).status_code == 409

    for _ in range(9):
        client.post(of(draft, "bilder/"), {"picture": upload("a.png", png()), "description": "Rad"})
    assert draft.pictures.count() == 8


def test_a_picture_is_taken_away(client, draft):
    client.post(of(draft, "bilder/"), {"picture": upload("a.png", png()), "description": "Rad"})
    client.post(of(draft, "bilder/"), {"remove": draft.pictures.get().pk})

    assert not draft.pictures.exists()
    assert client.post(of(draft, "bilder/"), {"description": "Rad"}).status_code == 422


def test_updates_begin_with_the_publication(client, draft):
    with pytest.raises(NotAllowedError):
        updates.post_update(wish=draft, by=UserFactory(), kind="news", title="Neu", text="Neues")


def test_an_update_may_have_a_picture(client, wish, owner):
    sent = {"kind": "news", "title": "Es geht los", "text": "Bestellt.", "picture_text": "Ein Rad"}
    client.post(of(wish, "neues/"), sent | {"picture": upload("rad.png", png())})

    assert wish.updates.get().image.description == "Ein Rad"


def test_a_wish_ends_by_a_press_and_only_once(client, wish, owner):
    assert 'name="end"' in client.get(of(wish)).content.decode()
    client.post(of(wish), {"end": ""})

    wish.refresh_from_db()
    assert Wish.objects.get().campaign.stage == Stage.ENDED
    with pytest.raises(NotAllowedError):
        finishing.end(wish=wish, by=owner)
    assert [mark.is_current for mark in way(Wish.objects.get())][:2] == [False, True]


def test_newer_papers_and_another_account_wait_for_the_office(client, wish, owner):
    papers = {
        "legal_form": "association",
        "name": wish.institution.name,
        "register_number": "VR 99",
        "register_court": "Amtsgericht Kiel",
        "tax_status": "notice",
        "tax_office": "Kiel-Nord",
        "tax_number": "20/290/12345",
        "tax_notice_on": timezone.localdate().isoformat(),
        "tax_purposes": "der Jugendhilfe",
        "paper": upload("bescheid.pdf", PDF),
    }
    answer = client.post(area(wish.institution, "unterlagen/"), papers)
    assert answer.status_code == 302, answer.context["form"].errors
    account = {"account_holder": "Verein", "iban": "DE02120300000000202051"}
    client.post(area(wish.institution, "konto/"), account)

    assert ChangeRequest.objects.filter(decided_at=None).count() == 2
    assert client.get(area(wish.institution, "konto/")).context["waiting"]


def test_owners_invite_and_take_an_invitation_back(client, wish, owner):
    page = area(wish.institution, "mitglieder/")
    client.post(page, {"invite": "", "email": "neu@example.org", "role": Role.EDITOR})
    invitation = Invitation.objects.get()

    assert client.post(page, {"invite": "", "email": "x", "role": "boss"}).status_code == 422
    again = client.post(page, {"invite": "", "email": owner.email, "role": Role.EDITOR})
    assert again.status_code == 409
    client.post(page, {"withdraw": invitation.pk})
    assert not Invitation.objects.exists()


def test_an_owner_changes_a_role_and_ends_a_membership(client, wish, owner):
    member = MembershipFactory(institution=wish.institution)
    page = area(wish.institution, "mitglieder/")
    client.post(page, {"member": member.pk, "role": Role.VIEWER})
    member.refresh_from_db()
    assert member.role == Role.VIEWER

    client.post(page, {"member": member.pk, "remove": ""})
    assert wish.institution.members.count() == 1


def test_the_last_owner_hears_why_they_cannot_leave(client, wish, owner):
    own = wish.institution.members.get()
    page = area(wish.institution, "mitglieder/")

    assert said(client, page, member=own.pk, remove="")
    assert said(client, page, member=own.pk, role=Role.EDITOR)
    assert wish.institution.members.get().role == Role.OWNER
    assert client.post(page, {"member": "unsinn", "remove": ""}).status_code == 404


def test_a_member_who_leaves_comes_to_their_own_list(client, wish):
    member = MembershipFactory(institution=wish.institution, role=Role.VIEWER)
    client.login(email=member.user.email, password=PASSWORD)

    answer = client.post(area(wish.institution, "mitglieder/"), {"member": member.pk, "remove": ""})
    assert answer["Location"] == "/konto/wunschliste/"


def test_the_account_shows_what_somebody_has_given(client, wish, bank, person):
    DonationFactory(wish=wish, user=person, email=person.email)

    page = client.get("/konto/").content.decode()
    assert "Sehen Sie Ihre Spenden" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"minimum_cents": 5000, "maximum_cents": 1000}, "maximum_cents"),
        ({"fee_fixed_cents": 81}, "fee_fixed_cents"),
        ({"presets": "10;20;30;40;50;60;70"}, "presets"),
        ({"presets": "unsinn"}, "presets"),
    ],
)
def test_limits_that_do_not_fit_together_are_refused(site, values, field):
    chosen = rules.settings()
    for name, value in values.items():
        setattr(chosen, name, value)
    with pytest.raises(ValidationError) as fault:
        chosen.full_clean()
    assert field in fault.value.message_dict


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"payer_iban": "DE00370400440532013000"}, "payer_iban"),
        ({"payer_bic": "unsinn"}, "payer_bic"),
        ({"receipt_issuer": "city", "issuer_name": ""}, "issuer_name"),
        ({"account_fees": "49700"}, "__all__"),
    ],
)
def test_the_treasurys_settings_are_checked(site, values, field):
    found = treasury()
    for name, value in values.items():
        setattr(found, name, value)
    with pytest.raises(ValidationError) as fault:
        found.full_clean()
    assert field in fault.value.message_dict


def test_invitations_that_nobody_took_are_forgotten(wish, owner, time_machine):
    members.invite(
        institution=wish.institution, email="n@example.org", role="editor", by=owner, language="de"
    )
    time_machine.move_to(timezone.now() + timedelta(days=60))

    assert members.forget_old_invitations() == 1
