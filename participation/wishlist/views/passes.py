"""A mailed link that lets a donor go on while the form asks for more than usual.

It proves an address without an account, a script or anything stored: the link carries what it is
for, signed.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.letters import Letter, send
from participation.wishlist.forms.giving import DonationForm
from participation.wishlist.models import Wish

PARAMETER, SALT, SECONDS = "weiter", "donation-pass", 3600
KEPT = ("amount", "other", "rhythm", "cover_fees", "public_name", "dedication", "wants_updates")
"""What the donor need not type again. An address for a receipt is not carried in a link."""


def mail(*, wish: Wish, form: DonationForm, language: str) -> None:
    """Send the link to the address in the form."""
    kept = {name: form.data.get(name, "") for name in KEPT}
    email = form.cleaned_data["email"]
    token = signing.dumps({"wish": wish.pk, "email": email, **kept}, salt=SALT, compress=True)
    path = f"{reverse('wishlist:donate', args=[wish.pk])}?{PARAMETER}={token}"
    letter = Letter(
        subject=_("Go on with your donation"),
        paragraphs=[
            _("You want to donate to “%(title)s”. Thank you!") % {"title": wish.title},
            _("To keep off misuse we ask for one step more today: go on by this link."),
            _("Nothing has been taken from you yet. The link is valid for an hour."),
        ],
        links=[(_("Go on"), path)],
        after=[_("That was not you? Then you need not do anything.")],
    )
    send(letter, to=email, language=language)


def _read(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    token = request.GET.get(PARAMETER, "")
    try:
        found = signing.loads(token, salt=SALT, max_age=SECONDS) if token else {}
    except (signing.BadSignature, ValueError):
        return {}
    return found if found.get("wish") == wish.pk else {}


def initial(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    """What the form was filled in with before."""
    return {name: value for name, value in _read(request, wish).items() if name != "wish"}


def is_good(request: HttpRequest, wish: Wish, email: str) -> bool:
    """Whether the link in the address bar was mailed to this address for this wish."""
    return bool(email) and _read(request, wish).get("email", "").lower() == email.lower()
