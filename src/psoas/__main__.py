"""``python -m psoas``."""

from psoas.cli import main

main()
