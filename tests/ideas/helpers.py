"""Filling in forms and following links as people do."""

from cms.core.guards import MIN_SECONDS
from cms.core.models import OutgoingMail
from tests.users.helpers import delivered, link_of

SUBMIT = "/ideen/einreichen/"
WORDS = {"title": "Mehr Licht am Weg", "text": "Abends ist es hier zu dunkel."}


def hidden_fields(form):
    """What the browser sends without being asked."""
    return {field.name: field.value() or "" for field in form.hidden_fields()}


def send(client, time_machine, path, form="form", **fields):
    """Open a form, take the time that typing takes, and send it."""
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    opened = hidden_fields(client.get(path).context[form])
    time_machine.shift(MIN_SECONDS + 1)
    return client.post(path, opened | fields)


def mailed_link():
    """The path of the link in the newest mail."""
    return link_of(delivered()[-1])


def mails_waiting():
    """How many mails are to be sent."""
    return OutgoingMail.objects.count()
