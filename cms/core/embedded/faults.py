"""What a person can put right is told in one sentence, never as a traceback."""


class Fault(Exception):  # noqa: N818 - it is told to people, who know no "FaultError"
    """A reason not to go on; its text is one sentence that says what to do."""
