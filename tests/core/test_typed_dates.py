"""Days as people type them, in the admin and in English."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_admin_reads_a_day_as_it_writes_it(language):
    with translation.override(language):
        day, moment = date(2026, 12, 2), datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
        written = AdminDateInput().format_value(day)
        assert written == "02.12.2026"
        assert forms.DateField().to_python(written) == day
        written = AdminDateTimeInput().format_value(moment)
        assert written == "02.12.2026 09:30"
        found = forms.DateTimeField().to_python(written)
        assert (found.day, found.month, found.hour) == (2, 12, 9)


@pytest.mark.parametrize("typed", ["02/12/2026", "2 December 2026", "2026-12-02"])
def test_in_english_the_day_comes_before_the_month(typed):
    with translation.override("en"):
        assert forms.DateField().to_python(typed) == date(2026, 12, 2)
