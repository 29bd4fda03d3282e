"""What verbs raise."""


class NotAllowedError(Exception):
    """This does not fit now; the text is a sentence for people, in the active language."""


class BusyError(Exception):
    """Others kept changing the same row; nothing was written, and a job tries again."""
