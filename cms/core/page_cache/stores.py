"""This process's memory: whole answers, parts of pages, what frames every page, and searches."""

from django.conf import settings

from cms.core.page_cache.follower import Follower
from cms.core.page_cache.memory import Memory

MEGABYTE = 1024 * 1024
FRAME_MEGABYTES = 4
answers = Memory(settings.PAGE_CACHE_MEGABYTES * MEGABYTE)
parts = Memory(settings.PART_CACHE_MEGABYTES * MEGABYTE)
frame = Memory(FRAME_MEGABYTES * MEGABYTE)
searches = Memory(parts.limit // 4)
follower = Follower(answers, parts, frame, searches)
is_used = bool(answers.limit or parts.limit)
