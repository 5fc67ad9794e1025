"""What a person can do, one function per use case; library, CLI and web all call these."""
