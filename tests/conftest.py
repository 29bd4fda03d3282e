"""What every test has: a database as new, the query counter, and no test left out in silence."""

import gc
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from cms.core.embedded import postgres
from tests import databases, stages, tools
from tests.distribution import Groups, place_of


def pytest_configure(config: pytest.Config) -> None:
    """Have a server before Django asks for one; the process keeps it until it ends."""
    postgres.ensure_running(postgres.FOR_TESTS)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Groups | None:
    """Keep together on one process what shares something dear."""
    return Groups(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin a shared run with what takes longest.

    Leave out tests whose tool is missing; on the build server they run and fail.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))
    if tools.must_be_complete():
        return
    for tool in tools.missing():
        skip = pytest.mark.skip(reason=f"{tool.name} is missing: {tool.remedy}")
        for item in items:
            if item.get_closest_marker(tool.marker):
                item.add_marker(skip)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the garbage collector what stays to the end: a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def stage_databases(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """This process's copies of the migrated template."""
    with django_db_blocker.unblock():
        stages.begin(databases.migrated_template())
    yield
    with django_db_blocker.unblock():
        stages.end()


@pytest.fixture
def django_db_setup(
    request: pytest.FixtureRequest, stage_databases: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In place of pytest-django's: before the transaction of a test, go where the test begins.

    A test that commits leaves a database without what was there: copy it anew.
    """
    with django_db_blocker.unblock():
        stages.enter(request.fixturenames)
    yield
    if _commits(request.node):
        with django_db_blocker.unblock():
            stages.restore()


@pytest.fixture(scope="session", autouse=True)
def no_flush() -> None:
    """Do not empty every table after a test that commits: its database is given up."""
    TransactionTestCase._fixture_teardown = lambda self: None


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(
        {"transactional_db", "live_server"} & set(names)
        or (marker and marker.kwargs.get("transaction"))
    )


@pytest.fixture(autouse=True)
def german() -> None:
    """Begin in German: a request for another language leaves that behind in its thread."""
    translation.activate("de")


@pytest.fixture
def assert_query_count(django_assert_num_queries):
    """``with assert_query_count(7):`` – a literal number, at 1 and at 30 rows."""
    return django_assert_num_queries


pytest_plugins = [
    "tests.factories.site",
    "tests.factories.demo",
    "tests.factories.memory",
    "tests.factories.ideas",
    "tests.factories.wishlist",
    "tests.factories.courses",
    "tests.factories.culture",
    "tests.factories.stripe",
]
