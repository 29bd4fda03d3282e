"""Calendars of a city's culture houses, as their own programs would serve them."""
