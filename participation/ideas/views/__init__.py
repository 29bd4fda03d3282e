"""What the public gets of the idea process."""
