"""Outside systems for demo and tests, each an honest server in a process of its own."""
