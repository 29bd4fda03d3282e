"""What packages do slower than they need to, set right where each page pays for it."""

from functools import cache
from typing import Any

from modelcluster import models as modelcluster


def remember_relations() -> None:
    """Let modelcluster work out once what belongs to a page type.

    Its models do so for every object they make, by a look at all fields: a twentieth of the time of
    a page that lists some others (django-modelcluster 6.5, ``ClusterableModel.__init__``).
    """
    for name in ("get_all_child_relations", "get_all_child_m2m_relations"):
        setattr(modelcluster, name, _by_type(getattr(modelcluster, name)))


def _by_type(find: Any) -> Any:
    known = cache(find)

    def find_once(model: Any) -> Any:
        return known(model if isinstance(model, type) else type(model))

    return find_once
