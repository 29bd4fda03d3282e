"""Filling in forms and following links as people do."""

from cms.core.guards import MIN_SECONDS
from tests.users.helpers import delivered, link_of

NOW = "2026-05-04T10:00:00+00:00"


def hidden_fields(form):
    """What the browser sends without being asked."""
    return {field.name: field.value() or "" for field in form.hidden_fields()}


def opened(client, path):
    """The fields of a form that was just opened, the hidden ones and what is filled in already."""
    form = client.get(path).context["form"]
    shown = {
        field.name: field.value()
        for field in form.visible_fields()
        if field.value() not in (None, "", False)
    }
    return shown | hidden_fields(form)


def send(client, time_machine, path, **fields):
    """Open a form, take the time that typing takes, and send it."""
    time_machine.move_to(NOW, tick=False)
    known = opened(client, path)
    time_machine.shift(MIN_SECONDS + 1)
    return client.post(path, known | fields)


def mailed_link():
    """The path of the link in the newest mail."""
    return link_of(delivered()[-1])


def subjects():
    """Of all mails, in order."""
    return [mail.subject for mail in delivered()]
