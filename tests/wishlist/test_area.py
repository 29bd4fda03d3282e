"""An institution's own area: who may enter, and what its people can do there."""

from datetime import timedelta

import pytest
from crowdfunding_lite.models import Need, PledgeState, Stage
from django.utils import timezone

from participation.wishlist.domain import finishing, review, wishes
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Institution, Wish, WishUpdate
from participation.wishlist.models.choices import Role
from tests.factories.files import png, upload
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wishlist import (
    THING,
    TIME,
    DonationFactory,
    InstitutionFactory,
    MembershipFactory,
    PledgeFactory,
    UpdateFactory,
    WishFactory,
    owner_of,
)
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

WISH = {
    "title": "Zehn Fahrräder",
    "summary": "Damit Kinder Rad fahren lernen.",
    "story": "Viele Kinder haben kein eigenes Rad.",
    "cause": "children",
    "goal_cents": "1.000",
    "money_use": "Zehn Räder",
    "rule": "keep",
}
NEED = {"kind": "thing", "title": "Helme", "quantity": "5", "drop_off": "Musterweg 1"}


def area(institution, rest=""):
    return f"/konto/wunschliste/einrichtungen/{institution.pk}/{rest}"


def pages_of(wish):
    """Every page of the area, with what belongs to one wish."""
    need = wish.campaign.needs.get()
    one = f"wuensche/{wish.pk}/"
    return [
        *("", "profil/", "unterlagen/", "konto/", "mitglieder/", "zusagen/", "geld/"),
        *("wuensche/neu/", one, f"{one}bearbeiten/", f"{one}bilder/", f"{one}braucht/neu/"),
        *(f"{one}braucht/{need.pk}/", f"{one}neues/", f"{one}buchungen.csv"),
    ]


@pytest.fixture
def draft(wishes_page):
    return WishFactory(stage="draft", needs=[THING])


def sign_in(client, wish, role=None):
    """The wish's owner, or a member with another role."""
    member = MembershipFactory(institution=wish.institution, role=role) if role else None
    user = member.user if member else owner_of(wish.institution)
    client.login(email=user.email, password=PASSWORD)
    return user


def test_every_page_answers_its_owner(client, draft):
    sign_in(client, draft)

    for rest in pages_of(draft):
        assert client.get(area(draft.institution, rest)).status_code == 200, rest


def test_a_member_of_another_institution_finds_nothing(client, draft):
    client.login(email=MembershipFactory(role=Role.OWNER).user.email, password=PASSWORD)

    for rest in pages_of(draft):
        assert client.get(area(draft.institution, rest)).status_code == 404, rest
        assert client.post(area(draft.institution, rest)).status_code in (404, 405), rest


def test_a_wish_of_another_institution_is_not_found_through_ones_own(client, draft):
    own = InstitutionFactory()
    client.login(email=owner_of(own).email, password=PASSWORD)

    for rest in pages_of(draft):
        if str(draft.pk) in rest:
            assert client.get(area(own, rest)).status_code == 404, rest


def test_who_is_not_signed_in_is_asked_to(client, draft):
    for rest in pages_of(draft):
        assert client.get(area(draft.institution, rest)).status_code == 302


def test_a_viewer_sees_and_changes_nothing(client, draft):
    sign_in(client, draft, Role.VIEWER)
    one = f"wuensche/{draft.pk}/"

    assert client.get(area(draft.institution, one)).status_code == 200
    for rest in (one, f"{one}bearbeiten/", f"{one}bilder/", f"{one}neues/", "profil/"):
        assert client.post(area(draft.institution, rest), {"hand_in": 1}).status_code == 403, rest
    assert Wish.objects.get().campaign.stage == Stage.DRAFT


def test_an_editor_has_no_say_about_bank_and_papers(client, draft):
    sign_in(client, draft, Role.EDITOR)

    for rest in ("konto/", "unterlagen/"):
        assert client.get(area(draft.institution, rest)).status_code == 403


def test_a_wish_is_written_handed_in_and_published(client, wishes_page):
    institution = InstitutionFactory()
    client.login(email=owner_of(institution).email, password=PASSWORD)

    client.post(area(institution, "wuensche/neu/"), WISH)
    wish = Wish.objects.get()
    one = area(institution, f"wuensche/{wish.pk}/")
    client.post(f"{one}braucht/neu/", NEED)
    client.post(f"{one}bilder/", {"picture": upload("rad.png", png()), "description": "Ein Rad"})
    client.post(one, {"hand_in": "1"})
    review.publish(wish=wish, by=UserFactory())

    page = client.get(wish.get_absolute_url()).content.decode()
    assert "Helme" in page
    assert 'alt="Ein Rad"' in page
    assert Wish.objects.get().campaign.goal_cents == 100_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("goal_cents", "-5"),
        ("goal_cents", "NaN"),
        ("goal_cents", "99999999"),
        ("stretch_goal_cents", "900"),
        ("ends_on", "2001-01-01"),
        ("ends_on", "2999-01-01"),
        ("ends_on", "31.02.2027"),
        ("rule", "all_or_nothing"),
        ("money_use", ""),
        ("title", ""),
        ("cause", "weapons"),
    ],
)
def test_what_is_wrong_with_a_wish_is_said_beside_its_field(client, wishes_page, field, value):
    institution = InstitutionFactory()
    client.login(email=owner_of(institution).email, password=PASSWORD)

    answer = client.post(area(institution, "wuensche/neu/"), WISH | {field: value})

    assert answer.status_code == 422
    named = "ends_on" if field == "rule" else field
    assert answer.context["form"].errors[named]
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "10000"),
        ("quantity", "viele"),
        ("drop_off", ""),
        ("kind", "money"),
    ],
)
def test_what_is_wrong_with_a_need_is_said_beside_its_field(client, draft, field, value):
    sign_in(client, draft)

    path = area(draft.institution, f"wuensche/{draft.pk}/braucht/neu/")
    answer = client.post(path, NEED | {field: value})

    assert answer.context["form"].errors[field]
    assert Need.objects.count() == 1


def test_what_has_been_handed_in_stays_as_it_is(client, wish, owner):
    path = area(wish.institution, f"wuensche/{wish.pk}/bearbeiten/")

    answer = client.post(path, WISH | {"title": "Etwas ganz anderes"})

    assert answer.status_code == 409
    assert Wish.objects.get().title == wish.title


def test_a_wish_that_needs_nothing_cannot_be_handed_in(site):
    wish = WishFactory(stage="draft", goal_cents=None)

    with pytest.raises(NotAllowedError):
        wishes.hand_in(wish=wish, by=UserFactory())


def test_a_wish_appears_only_when_its_institution_is_verified(site):
    wish = WishFactory(institution=InstitutionFactory(verified=False), stage="review")

    with pytest.raises(NotAllowedError):
        review.publish(wish=wish, by=UserFactory())


def test_the_office_gives_a_wish_back_with_its_reason(site):
    wish = WishFactory(stage="review")
    delivered()

    review.give_back(wish=wish, by=UserFactory(), reason="Bitte nennen Sie die Kosten.")

    wish.refresh_from_db()
    assert wish.campaign.stage == Stage.DRAFT
    assert "Bitte nennen Sie die Kosten." in delivered()[-1].body


def test_a_need_cannot_shrink_below_what_is_promised(site):
    wish = WishFactory(needs=[THING])
    need = wish.campaign.needs.get()
    PledgeFactory(need=need, quantity=3)

    with pytest.raises(NotAllowedError):
        wishes.change_need(wish=wish, need=need, words=THING | {"quantity": 2})
    with pytest.raises(NotAllowedError):
        wishes.remove_need(wish=wish, need=need)


def test_an_update_tells_the_public_and_a_hidden_one_does_not(client, wish):
    update = UpdateFactory(wish=wish, title="Die Räder sind da")
    assert "Die Räder sind da" in client.get(wish.get_absolute_url()).content.decode()

    review.hide_update(update=update, reason="Zeigt Kinder.")

    assert "Die Räder sind da" not in client.get(wish.get_absolute_url()).content.decode()
    assert (
        "Die Räder sind da"
        not in client.get(f"/wunschliste/{wish.pk}/neuigkeiten.atom").content.decode()
    )


def test_the_final_report_closes_a_wish_that_took_no_money(client, wish, owner):
    finishing.end(wish=wish, by=owner)
    path = area(wish.institution, f"wuensche/{wish.pk}/neues/")

    client.post(path, {"kind": "report", "title": "Fertig", "text": "Danke an alle."})

    assert WishUpdate.objects.get().kind == "report"
    assert Wish.objects.get().campaign.stage == Stage.REPORTED


def test_all_or_nothing_cannot_be_ended_early(client, wishes_page):
    ends_on = timezone.localdate() + timedelta(days=9)
    wish = WishFactory(rule="all_or_nothing", ends_on=ends_on)
    sign_in(client, wish)

    page = client.get(area(wish.institution, f"wuensche/{wish.pk}/"))
    assert 'name="end"' not in page.content.decode()
    with pytest.raises(NotAllowedError):
        finishing.end(wish=wish, by=owner_of(wish.institution))


def test_a_pledge_is_agreed_received_and_thanked_for(client, wishes_page):
    wish = WishFactory(needs=[TIME])
    pledge = PledgeFactory(need=wish.campaign.needs.get())
    sign_in(client, wish)
    path = area(wish.institution, f"zusagen/{pledge.pk}/")

    client.post(path, {"agree": "1", "on": "2099-05-01"})
    client.post(path, {"received": "1"})
    client.post(path, {"thank": "1"})

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.THANKED
    assert delivered()[-1].subject.startswith("Danke von")


def test_a_day_that_is_over_is_refused(client, wishes_page):
    wish = WishFactory(needs=[TIME])
    pledge = PledgeFactory(need=wish.campaign.needs.get())
    sign_in(client, wish)

    client.post(area(wish.institution, f"zusagen/{pledge.pk}/"), {"agree": "1", "on": "2001-05-01"})

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.PROMISED


def test_a_pledge_for_another_institution_is_not_found(client, wishes_page):
    pledge = PledgeFactory()
    own = InstitutionFactory()
    client.login(email=owner_of(own).email, password=PASSWORD)

    assert client.get(area(own, f"zusagen/{pledge.pk}/")).status_code == 404


def test_the_books_hold_every_cent(client, wish, owner, bank):
    DonationFactory(wish=wish, amount_cents=10_000)
    DonationFactory(wish=wish, amount_cents=2500)

    rows = client.get(area(wish.institution, "geld/")).context["rows"]
    table = client.get(area(wish.institution, f"wuensche/{wish.pk}/buchungen.csv"))

    sums = rows[0].sums
    assert sums.settled_cents == 12_500
    assert sums.left == 12_500 - sums.fees
    assert "100,00" in table.content.decode()


def test_the_profile_changes_at_once(client, wish, owner):
    institution = wish.institution
    path = area(institution, "profil/")
    fields = {
        name: getattr(institution, name)
        for name in ("cause", "street", "postcode", "city", "contact_name", "contact_email")
    }

    client.post(path, fields | {"description": "Neu.", "logo": upload("logo.png", png())})

    changed = Institution.objects.get(pk=institution.pk)
    assert changed.description == "Neu."
    assert changed.logo is not None


@pytest.mark.parametrize("rows", [1, 30])
def test_the_overview_costs_the_same_at_any_length(client, wishes_page, assert_query_count, rows):
    institution = InstitutionFactory()
    for _row in range(rows):
        wish = WishFactory(institution=institution, stage="draft")
    sign_in(client, wish)
    client.get(area(institution))

    with assert_query_count(12):
        client.get(area(institution))
