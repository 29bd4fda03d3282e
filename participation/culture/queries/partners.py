"""Who somebody is in the members' area: a person may belong to several institutions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from participation.culture.models import Institution, Membership


@dataclass(frozen=True)
class Partner:
    """A person with their memberships in verified institutions; none at all: not a partner."""

    user: Any
    memberships: tuple[Membership, ...]

    @property
    def is_partner(self) -> bool:
        """Whether what partners share is open to them."""
        return bool(self.memberships)

    @cached_property
    def ids(self) -> list[int]:
        """Their institutions."""
        return [member.institution_id for member in self.memberships]

    @cached_property
    def plans_for(self) -> list[Institution]:
        """The institutions for which they may change something."""
        return [member.institution for member in self.memberships if member.may_plan]

    @cached_property
    def planning_ids(self) -> list[int]:
        """The same by number."""
        return [institution.pk for institution in self.plans_for]


def partner_of(user: Any) -> Partner:
    """One query."""
    found = Membership.objects.of(user).partners().select_related("institution")
    return Partner(user, tuple(found.order_by("institution__name")))


def every_membership(user: Any) -> list[Membership]:
    """Those in institutions that wait or are suspended, too. One query."""
    found = Membership.objects.of(user).select_related("institution")
    return list(found.order_by("institution__name"))
