"""What all verbs of the machines share."""


class NotAllowedError(Exception):
    """Something may not be done now; its text is a sentence for people."""
