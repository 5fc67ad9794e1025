"""The plan: what it is made from, made, fitted, and what of it is for today."""
