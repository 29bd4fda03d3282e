"""What the office does in Wagtail's admin."""
