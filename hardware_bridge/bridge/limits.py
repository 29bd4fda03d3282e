"""How much one device may send."""

from dataclasses import dataclass

SECOND = 1_000_000


@dataclass(slots=True)
class Bucket:
    """A token bucket. Large enough for what piles up in an outage, refilled at a modest rate."""

    tokens: float
    filled_at: int = 0

    def take(self, now: int, rate: float, burst: float) -> bool:
        """Whether one more message may be taken at a time in microseconds."""
        gained = (now - self.filled_at) * rate / SECOND
        if gained >= 1:
            self.tokens = min(burst, self.tokens + gained)
            self.filled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True
