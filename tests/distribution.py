"""Which tests stay together when several processes share a run.

``--dist loadgroup`` reads pytest-xdist's mark ``xdist_group`` from ids that pytest 9.2 does not let
it change any more, and so shares out every test alone (pytest-xdist issue 1386). Groups go by path.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/e2e/test_crawl.py",  # one walk through the site
    "tests/e2e/",  # one site and one browser for all the others
    "tests/core/test_run_whole.py",  # one started platform
)


class Groups(LoadScopeScheduling):
    """Hands out groups, the largest first, and every other test alone."""

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; pytest-xdist asks for it under this name."""
        return next((group for group in TOGETHER if nodeid.startswith(group)), nodeid)
