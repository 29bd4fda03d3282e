"""Programs and machines of the outside, for tests: real where they can be had."""
