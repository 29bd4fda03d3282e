"""Every mail says in the theme's look who sends it."""

import pytest
from django.core import mail

from cms.core.letters import Letter, send
from cms.core.mail import send_mail
from cms.core.models import SiteSettings
from tests.factories.pages import ContentFactory
from tests.factories.people import UserFactory
from tests.users.helpers import delivered


@pytest.fixture
def sender(site):
    settings = SiteSettings.objects.get()
    settings.site_name, settings.operator = "Norderstedt GO!", "Stadt Norderstedt"
    settings.address = "Musterstraße 1\n22844 Norderstedt"
    settings.save()
    return settings


def html_of(message) -> str:
    return next(str(part[0]) for part in message.alternatives)


def test_a_mail_carries_name_colours_and_address_and_loads_nothing(sender):
    context = {"paragraphs": ["Hallo."], "code": "", "url": "", "link": ""}
    send_mail(template="account", to="a@example.org", subject="Betreff", context=context)
    html = html_of(mail.outbox[-1])
    assert "Norderstedt GO!" in html
    assert "Stadt Norderstedt" in html
    assert "22844 Norderstedt" in html
    assert "bgcolor" in html
    assert "src=" not in html


def test_a_question_before_an_address_keeps_its_one_sign(sender):
    letter = Letter(
        subject="Betreff",
        paragraphs=["Hallo."],
        facts=[("Kurs", "Tablet")],
        links=[("Wie war es?", "/kurse/"), ("Zum Kurs", "/kurse/1/")],
    )
    send(letter, to="a@example.org", language="de")
    words = delivered()[-1].body
    assert "Wie war es? http" in words
    assert "Zum Kurs: http" in words
    assert "Kurs: Tablet" in words


def test_a_submission_is_told_once_and_in_the_same_look(client, sender, site):
    UserFactory(admin=True)
    moderator = UserFactory(role="Moderators")
    editor = UserFactory(role="Editors")
    page = ContentFactory(parent=site.home, title="Entwurf", live=False)
    page.save_revision(user=editor)
    workflow = page.get_workflow()
    mail.outbox.clear()
    workflow.start(page, editor)
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    html = html_of(mail.outbox[-1])
    assert "Stadt Norderstedt" in html
    assert "Entwurf" in html
    assert "src=" not in html
