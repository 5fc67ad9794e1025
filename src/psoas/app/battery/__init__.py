"""Physical tests: which may be taken today, taking one, taking it back."""
