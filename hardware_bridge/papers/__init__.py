"""Tours as files and on paper."""
