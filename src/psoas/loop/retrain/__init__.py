"""Retrain: change the running itself, one cue at a time."""
