"""Claims against published data; results are committed with each release."""
