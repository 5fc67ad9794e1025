"""The method: test, reset, reload, retrain, retest.

``condition``, ``rule``, ``exercise`` and ``measure`` are the words; above them stand
five rooms that do not know each other. Whoever needs two of them calls both.
"""
