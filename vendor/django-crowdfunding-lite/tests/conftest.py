import pytest
import told
from crowdfunding_lite.testing import Bank, MemoryProvider


@pytest.fixture(autouse=True)
def _nothing_told_yet():
    told.heard.clear()
    told.objection = ""
    told.broken.clear()


@pytest.fixture
def provider() -> MemoryProvider:
    return MemoryProvider()


@pytest.fixture
def bank(provider: MemoryProvider) -> Bank:
    return Bank(provider)


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create(username="treasurer")
