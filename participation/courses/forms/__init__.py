"""Forms of guests and teachers."""
