"""Pages of guests and teachers."""
