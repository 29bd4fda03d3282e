"""Ways through long lists."""

import pytest
from django.http import QueryDict

from cms.core.pagination import links, paginate


def shown(number: int, length: int = 500, query: str = "") -> list[int | None]:
    page = paginate(range(length), str(number))
    return [link.number for link in links(page, QueryDict(query)).numbers]


def test_a_long_list_shows_the_pages_near_and_both_ends():
    assert shown(1) == [1, 2, 3, None, 21]
    assert shown(10) == [1, None, 8, 9, 10, 11, 12, None, 21]
    assert shown(21) == [1, None, 19, 20, 21]
    assert shown(2, length=60) == [1, 2, 3]


def test_filters_stay_when_the_page_changes():
    found = links(paginate(range(60), "2"), QueryDict("page=9&q=Rad&stage=idea"))
    assert found.previous == "?q=Rad&stage=idea&page=1"
    assert found.next == "?q=Rad&stage=idea&page=3"
    assert [link.url for link in found.numbers] == [found.previous, "", found.next]


@pytest.mark.parametrize(("number", "missing"), [("1", "previous"), ("3", "next")])
def test_at_the_ends_there_is_no_way_on(number, missing):
    assert getattr(links(paginate(range(60), number), QueryDict()), missing) == ""
