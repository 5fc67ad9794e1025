"""Gait from a side view: measured, drawn, kept, and compared over time."""
