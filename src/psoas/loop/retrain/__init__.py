"""Retrain: change the running itself, one cue at a time.

Nothing is re-exported: the shelf reads cues from here, and must not load what reads runs.
"""
