"""The board of the whole process."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from openpyxl import load_workbook

from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage, State
from participation.ideas.queries import board
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory
from tests.factories.programme import GroupFactory

pytestmark = pytest.mark.django_db
BOARD, ACT = "/admin/ideas/board/", "/admin/ideas/board/act/"


def somebody(client, *codenames):
    """Sign somebody in who may enter the admin and has these permissions."""
    user = UserFactory()
    names = ["access_admin", *codenames]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return user


@pytest.fixture
def facilitator(client):
    return somebody(client, "facilitate_idea")


def column(stage, **options):
    return next(found for found in board.columns(**options) if found.stage == stage)


def test_every_stage_has_its_column_with_counts(ideas):
    IdeaFactory.create_batch(2, published=True)
    late = IdeaFactory(published=True)
    Idea.objects.filter(pk=late.pk).update(due_on=date(2020, 1, 1))
    collection = column(Stage.COLLECTION)
    assert (collection.count, collection.overdue) == (3, 1)
    assert collection.ideas[0] == late
    assert [found.stage for found in board.columns()] == Stage.values
    assert column(Stage.COLLECTION, only_overdue=True).ideas == [late]


def test_a_full_column_says_how_many_more_there_are(ideas):
    IdeaFactory.create_batch(board.SHOWN + 2, published=True)
    assert column(Stage.COLLECTION).more == 2


def test_the_board_of_one_group(ideas, site):
    group = GroupFactory(parent=site.groups)
    mine, _other = IdeaFactory.create_batch(2, published=True)
    Idea.objects.filter(pk=mine.pk).update(working_group=group)
    assert column(Stage.COLLECTION, group=group.slug).ideas == [mine]


@pytest.mark.parametrize("number", [1, 30])
def test_the_board_costs_two_queries(ideas, assert_query_count, number):
    IdeaFactory.create_batch(number, published=True)
    with assert_query_count(2):
        board.columns()


@pytest.mark.parametrize("role", ["moderate_idea", "assess_idea", "facilitate_idea", "decide_idea"])
def test_every_role_of_the_process_sees_it(idea, client, role):
    somebody(client, role)
    answer = client.get(f"{BOARD}?group=unsinn&overdue=1")
    assert answer.status_code == 200


def test_others_do_not(idea, client):
    somebody(client)
    assert client.get(BOARD).status_code == 302
    assert client.post(ACT).status_code == 302
    assert client.get("/admin/ideas/export.csv").status_code == 302


@pytest.mark.parametrize(
    ("role", "boxes"),
    [("moderate_idea", 2), ("facilitate_idea", 1), ("assess_idea", 0), ("decide_idea", 0)],
)
def test_only_who_may_do_something_to_an_idea_can_choose_it(ideas, client, role, boxes):
    _open, decided = IdeaFactory.create_batch(2, published=True)
    Idea.objects.filter(pk=decided.pk).update(stage=Stage.DECIDED)
    somebody(client, role)
    page = client.get(BOARD).content.decode()
    assert page.count('name="idea"') == boxes
    assert ("Mit den gewählten Ideen" in page) is bool(boxes)


@pytest.mark.parametrize(
    ("role", "offered"),
    [("moderate_idea", ["", "hide"]), ("facilitate_idea", ["", *Stage.values[:6]])],
)
def test_nobody_is_offered_what_they_may_not_do(idea, client, role, offered):
    somebody(client, role)
    form = client.get(BOARD).context["form"]
    assert [value for value, _label in form.fields["action"].choices] == offered
    assert ("group" in form.fields) is (role == "facilitate_idea")


def test_who_may_do_nothing_is_refused(idea, client):
    somebody(client, "decide_idea")
    data = {"idea": [idea.pk], "action": "workshop", "reason": "Weiter."}
    assert client.post(ACT, data).status_code == 302
    idea.refresh_from_db()
    assert idea.stage == Stage.COLLECTION


def test_what_was_chosen_and_typed_stays_while_something_is_missing(idea, client, facilitator):
    answer = client.post(f"{ACT}?overdue=on", {"idea": [idea.pk], "reason": "Der Termin steht."})
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == "Der Termin steht."
    assert answer.context["only_overdue"]
    answer = client.post(ACT, {"idea": [idea.pk], "reason": "Der Termin steht."})
    assert f'value="{idea.pk}" checked' in " ".join(answer.content.decode().split())


def test_after_it_is_done_the_board_is_filtered_as_before(idea, client, facilitator):
    data = {"idea": [idea.pk], "action": "workshop", "reason": "Weiter."}
    answer = client.post(f"{ACT}?overdue=on", data)
    assert answer["Location"] == f"{BOARD}?overdue=on"


def test_a_full_column_leads_to_the_rest(ideas, client, facilitator):
    IdeaFactory.create_batch(board.SHOWN + 1, published=True)
    assert 'href="/ideen/?stage=collection"' in client.get(BOARD).content.decode()


def test_what_is_done_to_many_stands_above_the_columns(idea, client, facilitator):
    page = client.get(BOARD).content.decode()
    assert 0 < page.index("Mit den gewählten Ideen") < page.index('id="board-collection"')


def test_the_browsers_title_says_which_page_it_is(idea, client, facilitator):
    assert "<title>Tafel der Ideen - " in client.get(BOARD).content.decode()


def test_one_comment_is_one_comment(idea, client, facilitator):
    Idea.objects.filter(pk=idea.pk).update(comments_count=1, supports_count=2)
    page = client.get(BOARD).content.decode()
    assert "1 Kommentar\n" in page
    assert "2 Unterstützer*innen" in page


def test_many_ideas_are_brought_on_at_once(ideas, client, facilitator):
    moved = IdeaFactory.create_batch(3, published=True)
    data = {"idea": [i.pk for i in moved], "action": "workshop", "reason": "Der Termin steht."}
    client.post(ACT, data)
    assert set(Idea.objects.values_list("stage", flat=True)) == {Stage.WORKSHOP}
    assert moved[0].steps.last().note == "Der Termin steht."


def test_what_cannot_be_done_is_named_and_the_rest_is_done(ideas, client, facilitator):
    done, decided = IdeaFactory.create_batch(2, published=True)
    Idea.objects.filter(pk=decided.pk).update(stage=Stage.DECIDED)
    data = {"idea": [done.pk, decided.pk], "action": "workshop", "reason": "Weiter."}
    answer = client.post(ACT, data, follow=True)
    done.refresh_from_db()
    assert done.stage == Stage.WORKSHOP
    texts = [str(message) for message in answer.context["messages"]]
    assert any(decided.title in text for text in texts)


def test_into_a_working_group_only_with_the_group(idea, client, facilitator, site):
    data = {"idea": [idea.pk], "action": "refinement", "reason": "Weiter."}
    client.post(ACT, data)
    idea.refresh_from_db()
    assert idea.stage == Stage.COLLECTION
    group = GroupFactory(parent=site.groups)
    client.post(ACT, data | {"group": group.pk})
    idea.refresh_from_db()
    assert (idea.stage, idea.working_group) == (Stage.REFINEMENT, group)


@pytest.mark.parametrize(
    "data", [{}, {"action": "workshop"}, {"action": "decided", "reason": "x"}, {"idea": ["x"]}]
)
def test_half_a_form_changes_nothing(idea, client, facilitator, data):
    answer = client.post(ACT, {"idea": [idea.pk]} | data, follow=True)
    idea.refresh_from_db()
    assert idea.stage == Stage.COLLECTION
    assert answer.context["form"].errors


def test_only_moderators_hide(idea, client, facilitator):
    data = {"idea": [idea.pk], "action": "hide", "reason": "Werbung."}
    client.post(ACT, data)
    idea.refresh_from_db()
    assert idea.state == State.PUBLISHED
    somebody(client, "moderate_idea")
    client.post(ACT, data)
    idea.refresh_from_db()
    assert idea.state == State.HIDDEN


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_office_gets_all_as_a_file(idea, client, ending):
    somebody(client, "facilitate_idea")
    address = f"/admin/ideas/export.{ending}"
    assert client.get(address).status_code == 302
    somebody(client, "moderate_idea")
    content = b"".join(client.get(address).streaming_content)
    if ending == "xlsx":
        rows = list(load_workbook(BytesIO(content)).active.values)
        assert rows[1][1] == idea.title
    else:
        assert idea.author.email in content.decode()
    assert client.get("/admin/ideas/export.exe").status_code == 404


def test_a_name_that_no_spreadsheet_can_hold_keeps_nothing_from_the_office(client, ideas):
    IdeaFactory(author=UserFactory(first_name="=1+1\x1f", last_name=""))
    somebody(client, "moderate_idea")
    content = b"".join(client.get("/admin/ideas/export.xlsx").streaming_content)
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert "'=1+1" in rows[1]
