"""Forms of the idea process."""
