"""Makers of runs, sheets and logbooks that several tests share."""
