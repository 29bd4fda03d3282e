"""How much events get into each other's way, and which days would be better."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.culture.reckoning.better import BERLIN, better_dates
from participation.culture.reckoning.clashes import NO_CLASH, Plan, Reason, clash
from participation.culture.reckoning.holidays_of_land import day_off

FRIDAY = datetime(2027, 6, 11, 20, tzinfo=BERLIN)
HERE, NEAR, FAR = (53.70, 9.99), (53.71, 9.99), (54.10, 9.99)


def plan(start: datetime = FRIDAY, hours: float = 2, **values) -> Plan:
    """A concert for adults."""
    values = {"genre": "music", "audience": "adults"} | values
    return Plan(start, start + timedelta(hours=hours), **values)


def test_the_same_people_for_the_same_genre_at_the_same_time_clash_strongly():
    found = clash(plan(), plan(FRIDAY + timedelta(hours=1)))
    assert found.reasons == (Reason.TIME, Reason.AUDIENCE, Reason.GENRE)
    assert found.severity == "high"


def test_others_at_the_same_time_clash_slightly():
    found = clash(plan(), plan(genre="film", audience="children"))
    assert (found.reasons, found.severity) == ((Reason.TIME,), "low")


def test_who_comes_from_one_cannot_be_at_the_next_so_soon():
    soon = plan(FRIDAY + timedelta(hours=3))
    later = plan(FRIDAY + timedelta(hours=3, minutes=30))
    assert clash(plan(), soon).reasons[0] == Reason.SOON
    assert clash(plan(), later) == NO_CLASH


def test_an_exhibition_hardly_clashes_with_an_evening():
    exhibition = plan(FRIDAY - timedelta(days=10), hours=24 * 60, genre="exhibition")
    assert clash(plan(), exhibition).severity == "low"


def test_two_in_one_room_clash_by_its_name_or_its_position():
    by_name = clash(plan(place="Großer Saal"), plan(place="großer saal", genre="talk"))
    by_position = clash(plan(position=HERE), plan(position=HERE, genre="talk"))
    assert Reason.PLACE in by_name.reasons
    assert Reason.PLACE in by_position.reasons


def test_near_by_is_worse_and_far_away_better():
    near, far = (clash(plan(position=HERE), plan(position=at)) for at in (NEAR, FAR))
    assert Reason.NEAR in near.reasons
    assert far.points < clash(plan(), plan()).points < near.points


def test_part_of_an_audience_counts_less_than_all_of_it():
    part = clash(plan(audience="families"), plan(audience="children"))
    assert Reason.PART_OF_AUDIENCE in part.reasons
    assert part.points < clash(plan(audience="families"), plan(audience="families")).points


@given(st.integers(-600, 600), st.integers(1, 300), st.integers(1, 300))
def test_a_clash_is_the_same_from_both_sides(minutes: int, one: int, other: int):
    first = plan(hours=one / 60)
    second = plan(FRIDAY + timedelta(minutes=minutes), hours=other / 60, audience="everybody")
    assert clash(first, second) == clash(second, first)


def better(wished: Plan, *others: Plan):
    """Suggestions, looked for four weeks before the wished day."""
    return better_dates(
        wished, others, not_before=wished.start - timedelta(days=28), day_off=day_off
    )


def test_better_dates_are_free_near_by_and_at_the_same_time_of_day():
    found = better(plan(), plan(), plan(FRIDAY + timedelta(days=1)))
    assert len(found) == 5
    assert all(each.clashes == 0 for each in found)
    assert {each.start.astimezone(BERLIN).hour for each in found} == {20}
    assert FRIDAY + timedelta(days=7) in [each.start for each in found]
    assert FRIDAY + timedelta(days=1) not in [each.start for each in found]


def test_an_exhibition_makes_no_date_better_or_worse():
    exhibition = plan(FRIDAY - timedelta(days=10), hours=24 * 60, genre="exhibition")
    assert better(plan(), plan(), exhibition) == better(plan(), plan())


def test_a_free_date_has_no_better_one():
    assert better(plan()) == []


def test_the_time_of_day_stays_over_a_change_of_the_clocks():
    late = datetime(2027, 10, 29, 20, tzinfo=BERLIN)
    found = better(plan(late), plan(late))
    assert any(each.start.astimezone(BERLIN).date() > late.date() for each in found)
    assert {each.start.astimezone(BERLIN).hour for each in found} == {20}


def test_schools_are_not_offered_days_without_school():
    morning = datetime(2027, 10, 8, 10, tzinfo=BERLIN)
    found = better(plan(morning, audience="schools"), plan(morning, audience="schools"))
    assert found
    assert not any(day_off(each.start.date()).school for each in found)


def test_no_date_before_the_first_one_allowed_is_offered():
    found = better_dates(plan(), [plan()], not_before=FRIDAY, day_off=day_off)
    assert found
    assert all(each.start > FRIDAY for each in found)


@pytest.mark.parametrize(
    ("day", "public", "school"),
    [
        (date(2026, 10, 31), "Reformationstag", ""),
        (date(2026, 12, 24), "", "Weihnachtsferien"),
        (date(2027, 7, 20), "", "Sommerferien"),
        (date(2027, 6, 11), "", ""),
    ],
)
def test_holidays_of_schleswig_holstein_are_known(day, public: str, school: str):
    found = day_off(day)
    assert (found.public, found.school) == (public, school)


def test_holidays_have_english_names_too():
    assert day_off(date(2026, 12, 25), "en").public == "Christmas Day"
