"""A wish of the browser tests' own, made on the site's data and in its settings.

``python manage.py shell -c "from tests.e2e.wishes import make; make()"`` prints where it is.
"""

import json

from django.utils import translation

from cms.users.demo import PASSWORD
from cms.users.domain import create_account
from tests.factories.wishlist import InstitutionFactory, WishFactory

TITLE = "Drei Lastenräder für die Tafel in Harksheide"
MEMBER = "vorstand@example.org"
THING = {
    "kind": "thing",
    "title": "Fahrradhelme",
    "quantity": 2,
    "drop_off": "Ulzburger Straße 12, dienstags ab 16 Uhr",
}


def make() -> None:
    """Print the wish's numbers and addresses as JSON."""
    member = create_account(email=MEMBER, password=PASSWORD, first_name="Vera", last_name="Ohlsen")
    institution = InstitutionFactory(
        name="Nachbarschaftshilfe Harksheide", owner=member, contact_email=MEMBER
    )
    wish = WishFactory(title=TITLE, institution=institution, goal_cents=300_000, needs=[THING])
    with translation.override("de"):
        address = wish.get_absolute_url()
    found = {"pk": wish.pk, "institution": institution.pk, "address": address}
    print(json.dumps(found))  # noqa: T201 - what the test reads
