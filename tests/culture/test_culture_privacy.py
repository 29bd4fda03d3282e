"""What becomes of a person's data: exported, erased, and handed over."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from cms.core import privacy
from cms.users.domain import erase_account
from participation.culture.models.choices import Role
from tests.factories.culture import (
    BookingFactory,
    CultureEventFactory,
    GroupFactory,
    MemberFactory,
    PostFactory,
    owner_of,
)
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


def exported(user, key):
    return next(export for kind, export in privacy.exports(user) if kind.key == key)


def test_roles_posts_and_bookings_are_exported(stage):
    user = owner_of(stage)
    PostFactory(institution=stage)
    BookingFactory(institution=stage)

    assert exported(user, "culture-institutions").rows[0]["institution"] == stage.name
    assert len(exported(user, "culture-written").rows) == 1
    assert len(exported(user, "culture-bookings").rows) == 1


def test_the_last_owner_who_goes_hands_over_to_a_planner(stage):
    owner = owner_of(stage)
    MemberFactory(institution=stage, role=Role.VIEWER)
    planner = MemberFactory(institution=stage, role=Role.PLANNER)
    delivered()

    erase_account(user=owner)

    planner.refresh_from_db()
    assert planner.role == Role.OWNER
    assert any(mail.to == [planner.user.email] for mail in delivered())


def test_erasing_leaves_what_the_institution_built_and_no_name(stage, choir):
    user = owner_of(stage)
    post, booking = PostFactory(institution=stage), BookingFactory(institution=stage)
    GroupFactory(founder=stage, joined=[choir])
    event = CultureEventFactory(institution=stage, created_by=user)

    erase_account(user=user)

    for row in (post, booking, event):
        row.refresh_from_db()
    assert post.author is None
    assert booking.requested_by is None
    assert event.created_by is None
    assert not stage.members.exists()


def test_no_table_of_the_section_names_somebody_who_is_erased(stage):
    user = owner_of(stage)
    PostFactory(institution=stage)
    BookingFactory(institution=stage)
    pk = user.pk
    erase_account(user=user)
    left = [
        (model._meta.label, field.name)
        for model in apps.get_app_config("culture").get_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model is get_user_model()
        if model._default_manager.filter(**{field.name: pk}).exists()
    ]
    assert not left
