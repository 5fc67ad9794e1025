"""Files in: a run read, kept once, taken back, derived again."""
