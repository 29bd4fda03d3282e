"""Factories: what a test needs of a page, snippet, file, person or message, and no more."""
