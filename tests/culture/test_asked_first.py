"""What cannot be taken back is behind a question, wherever it is pressed."""

import re

import pytest

from participation.culture.domain import joint, private
from tests.factories.culture import GroupFactory, PostFactory, ResourceFactory, owner_of
from tests.factories.culture_events import event

pytestmark = pytest.mark.django_db

QUESTION = re.compile(r"<details\b.*?</details>", re.S)


def asked(client, path: str) -> set[str]:
    """Names of buttons behind a question, none of which stands on the page without one."""
    page = client.get(path).content.decode()
    behind = set(re.findall(r'name="(\w+)"', "".join(QUESTION.findall(page))))
    assert not [name for name in behind if f'name="{name}"' in QUESTION.sub("", page)]
    return behind


@pytest.fixture(autouse=True)
def owner(site, stage, sign_in_as):
    """Somebody who may do everything for the stage."""
    return sign_in_as(owner_of(stage))


def test_before_a_post_leaves_the_board(client, stage):
    assert "close" in asked(client, PostFactory(institution=stage).get_absolute_url())


def test_before_a_group_is_left_or_closed(client, stage):
    assert {"leave", "close"} <= asked(client, GroupFactory(founder=stage).get_absolute_url())


def test_before_a_draft_is_deleted(client, stage):
    draft = event(stage, status="draft")
    path = f"/konto/kultur/einrichtungen/{stage.pk}/termine/{draft.pk}/"
    assert "delete" in asked(client, path)


def test_before_an_institution_is_taken_out_of_a_joint_event(client, stage, choir):
    shared = event(stage)
    joint.ask(event=shared, institution=choir)
    path = f"/konto/kultur/veranstaltungen/{shared.pk}/mitwirkende/"
    assert "remove" in asked(client, path)


def test_before_an_address_that_is_subscribed_ends(client, stage, owner):
    assert "renew" in asked(client, ResourceFactory(institution=stage).get_absolute_url())
    private.make(user=owner, name="Alles")
    assert {"renew", "revoke"} <= asked(client, "/konto/kultur/privat/")
