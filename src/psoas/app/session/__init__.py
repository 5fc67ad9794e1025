"""Sessions as they were done, set by set."""
