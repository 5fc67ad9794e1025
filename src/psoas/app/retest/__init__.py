"""Retest: whether it really changed, in the test, in the run, in the score."""
