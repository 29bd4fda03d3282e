"""This process's memory: whole answers, and parts of pages."""

from django.conf import settings

from cms.core.page_cache.follower import Follower
from cms.core.page_cache.memory import Memory

MEGABYTE = 1024 * 1024
answers = Memory(settings.PAGE_CACHE_MEGABYTES * MEGABYTE)
parts = Memory(settings.PART_CACHE_MEGABYTES * MEGABYTE)
follower = Follower(answers, parts)
is_used = bool(answers.limit or parts.limit)
