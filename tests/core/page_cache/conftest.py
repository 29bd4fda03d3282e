"""What the page cache says of addresses."""

import pytest


@pytest.fixture
def verdict(page_cache, client):
    """What the page cache says of an address."""

    def ask(address: str, **headers: str) -> str:
        return client.get(address, headers=headers).headers.get("X-Page-Cache", "")

    return ask


@pytest.fixture
def kept(verdict):
    """Ask for addresses until they are kept; a function that tells which of them still are."""

    def keep(*addresses: str):
        for address in addresses:
            verdict(address)
            assert verdict(address) == "hit", address

        def still() -> set[str]:
            return {address for address in addresses if verdict(address) == "hit"}

        return still

    return keep
