"""The culture office: what waits for it, what it decides, and what people are told of that."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.utils import timezone

from participation.culture import dashboard
from participation.culture.admin_views.common import attempt
from participation.culture.domain import board, institutions
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Institution, Post
from participation.culture.models.choices import InstitutionState
from tests.factories.culture import CultureInstitutionFactory, PostFactory, owner_of
from tests.factories.culture_events import event, feed
from tests.factories.people import UserFactory
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(site, sign_in_as):
    """Somebody of the culture office, signed in."""
    return sign_in_as(UserFactory(role="Culture office"))


@pytest.fixture
def waiting():
    """An application."""
    return CultureInstitutionFactory(name="Museum der Dinge", verified=False)


def page(of) -> str:
    """The office's page of an institution or a post."""
    kind = "institutions" if isinstance(of, Institution) else "posts"
    return f"/admin/culture/{kind}/{of.pk}/"


def decide(client, of, action: str, reason: str = ""):
    """The page after a decision."""
    sent = {"decide": "1", "action": action, "reason": reason}
    return client.post(page(of), sent, follow=True)


def state(institution) -> str:
    """As the database has it."""
    return Institution.objects.get(pk=institution.pk).state


def lines(user) -> list[str]:
    """What the admin's start page tells somebody of culture."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return [line.text for line in dashboard.culture(request)]


def test_the_start_page_names_what_waits_and_only_to_the_office(client, office, stage):
    assert lines(office) == []
    feed(stage, "https://example.org/a.ics", state="failing")
    for _number in range(2):
        CultureInstitutionFactory(verified=False)
    assert lines(office) == ["2 Kultureinrichtungen zu prüfen", "1 Kalender ist nicht lesbar"]
    assert "2 Kultureinrichtungen zu prüfen" in client.get("/admin/").content.decode()
    assert lines(UserFactory(role="Editors")) == []


def test_an_application_is_verified_and_its_owner_is_told(client, office, waiting):
    assert "Museum der Dinge" in client.get("/admin/culture/").content.decode()
    delivered()
    assert "Erledigt." in decide(client, waiting, "verify").content.decode()
    assert state(waiting) == InstitutionState.VERIFIED
    (mail,) = delivered()
    assert mail.to == [owner_of(waiting).email]
    assert "Museum der Dinge" not in client.get("/admin/culture/").content.decode()
    assert waiting.steps.last().by == office


def test_an_application_is_declined_with_a_reason_alone(client, office, waiting):
    delivered()
    answer = decide(client, waiting, "decline", "  ")
    assert answer.context["decision"].errors["reason"]
    assert state(waiting) == InstitutionState.APPLIED
    decide(client, waiting, "decline", "Kein Ort in der Stadt.")
    assert state(waiting) == InstitutionState.DECLINED
    assert "Kein Ort in der Stadt." in delivered()[-1].body


def test_who_was_declined_or_suspended_may_be_verified_later(client, office, waiting):
    for action in ("decline", "verify", "suspend", "verify"):
        decide(client, waiting, action, "Weil.")
    assert state(waiting) == InstitutionState.VERIFIED
    assert waiting.steps.count() == 5


@pytest.mark.parametrize("action", ["decline", "hide", "verify", "sprengen", ""])
def test_what_does_not_fit_the_state_is_no_decision(client, office, stage, action):
    answer = decide(client, stage, action, "Weil.")
    assert "action" in answer.context["decision"].errors
    assert state(stage) == InstitutionState.VERIFIED


def test_of_an_application_that_nobody_has_confirmed_nothing_is_decided(client, office, waiting):
    Institution.objects.filter(pk=waiting.pk).update(state=InstitutionState.UNCONFIRMED)
    assert client.get(page(waiting)).context["decision"] is None
    decide(client, waiting, "verify")
    assert state(waiting) == InstitutionState.UNCONFIRMED
    with pytest.raises(NotAllowedError, match="hat noch niemand bestätigt"):
        institutions.verify(institution=waiting, by=office)


def test_what_a_colleague_has_decided_meanwhile_is_told(office, stage):
    request = RequestFactory().post("/admin/")
    request.session = {}
    request._messages = FallbackStorage(request)
    verbs = (institutions.verify, {}), (institutions.decline, {"reason": "Weil."})
    for verb, more in verbs:
        assert not attempt(request, verb, institution=stage, by=office, **more)
    told = [str(message) for message in get_messages(request)]
    assert "Diese Einrichtung ist schon geprüft." in told[0]
    assert "Nur eine wartende Anmeldung" in told[1]
    assert state(stage) == InstitutionState.VERIFIED


def test_who_does_not_take_part_is_not_suspended(waiting):
    with pytest.raises(NotAllowedError):
        institutions.suspend(institution=waiting, by=UserFactory(), reason="Weil.")


def test_a_post_is_hidden_with_a_reason_and_shown_again(client, office, stage):
    post = PostFactory(institution=stage, title="Kaufen Sie jetzt")
    assert decide(client, post, "hide").context["decision"].errors["reason"]
    assert "Erledigt." in decide(client, post, "hide", "Werbung.").content.decode()
    assert "Werbung." in delivered()[-1].body
    assert "Erledigt." in decide(client, post, "show").content.decode()
    assert "wieder" in delivered()[-1].subject
    assert Post.objects.on_board().get() == post
    assert Post.objects.get().hidden_reason == ""


def test_a_post_that_is_not_hidden_is_not_shown_again(stage):
    with pytest.raises(NotAllowedError):
        board.show_again(post=PostFactory(institution=stage))


@pytest.mark.parametrize("path", ["institutions", "posts"])
def test_lists_of_the_office_are_narrowed_by_words(client, office, stage, choir, path):
    PostFactory(institution=stage, title="Aufruf der Bühne")
    PostFactory(institution=choir, title="Aufruf vom Chor")
    found = client.get(f"/admin/culture/{path}/", {"q": "bühne"}).content.decode()
    assert "Bühne" in found
    assert "vom Chor" not in found
    assert "Chor Klangwechsel" not in found


def test_what_is_not_there_is_not_decided(client, office):
    for path in ("institutions", "posts"):
        assert client.get(f"/admin/culture/{path}/999999/").status_code == 404


@pytest.mark.parametrize("role", ["Editors", ""])
def test_others_decide_nothing(client, site, waiting, sign_in_as, role):
    sign_in_as(UserFactory(role=role))
    decide(client, waiting, "verify")
    assert state(waiting) == InstitutionState.APPLIED


def test_an_administrator_may_give_the_right_to_others(client, site, sign_in_as):
    sign_in_as(UserFactory(admin=True))
    right = Permission.objects.get(codename="manage_culture")
    page = client.get("/admin/groups/new/").content.decode()
    assert f'name="permissions" value="{right.pk}"' in page


def test_the_figures_count_the_dates_of_a_month_whenever_they_were_entered(client, office, stage):
    today = timezone.localdate()
    event(stage, timezone.now() - timedelta(days=today.day))  # the last day of the month before
    event(stage, timezone.now())
    for words in ({"status": "draft"}, {"status": "cancelled"}, {"gone_at": timezone.now()}):
        event(stage, timezone.now(), **words)
    months = client.get("/admin/culture/figures/").context["months"]
    assert [month.dates for month in months[-2:]] == [1, 1]
    assert months[-1].first == today.replace(day=1)
    assert len(months) == 12
