"""The demo's machines: ``site`` registers the steps, ``park`` is pure (the simulator reads it)."""
