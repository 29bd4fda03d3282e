"""What is kept, and what is forgotten first."""

from cms.core.page_cache.memory import EVERYTHING, MOST_CHANGES, Memory


def put(memory: Memory, key: str, *tags: str, size: int = 10, seconds: float = 60, stamp=None):
    stamp = memory.stamp() if stamp is None else stamp
    return memory.put(key, key.upper(), size=size, tags=tags, seconds=seconds, stamp=stamp)


def test_a_value_is_found_until_one_of_its_tags_is_touched():
    memory = Memory(100)
    put(memory, "a", "x", "y")
    put(memory, "b", "z")
    memory.forget(["y", "unknown"])
    assert memory.get("a") is None
    assert memory.get("b").value == "B"


def test_everything_touches_all():
    memory = Memory(100)
    put(memory, "a", "x")
    put(memory, "b")
    memory.forget([EVERYTHING])
    assert len(memory) == memory.size == 0


def test_the_least_recently_used_makes_room():
    memory = Memory(30)
    for key in "abc":
        put(memory, key, key)
    memory.get("a")
    put(memory, "d", "d")
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]
    assert memory.size == 30


def test_what_is_larger_than_the_memory_is_not_kept():
    memory = Memory(30)
    assert not put(memory, "a", size=31)
    assert memory.get("a") is None


def test_a_value_that_was_being_made_when_its_tag_was_touched_is_not_kept():
    memory = Memory(100)
    stamp = memory.stamp()
    memory.forget(["x"])
    assert not put(memory, "a", "x", stamp=stamp)
    assert put(memory, "b", "y", stamp=stamp)
    assert put(memory, "a", "x")


def test_nothing_is_kept_that_was_being_made_when_everything_was_touched():
    memory = Memory(100)
    stamp = memory.stamp()
    memory.forget([EVERYTHING])
    assert not put(memory, "a", "x", stamp=stamp)


def test_the_log_of_changes_does_not_grow_for_ever():
    memory = Memory(100)
    stamp = memory.stamp()
    memory.forget(str(number) for number in range(MOST_CHANGES + 1))
    assert not put(memory, "a", "never touched", stamp=stamp)
    assert put(memory, "a", "never touched")


def test_a_value_grows_old():
    memory = Memory(100)
    put(memory, "a", seconds=-1)
    assert memory.get("a") is None
    assert memory.size == 0


def test_a_newer_value_takes_the_place_of_an_older():
    memory = Memory(100)
    put(memory, "a", "x", size=10)
    put(memory, "a", "y", size=20)
    memory.forget(["x"])
    assert memory.get("a")
    assert memory.size == 20
