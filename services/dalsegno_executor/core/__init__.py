"""The functional core: events, their fold, what comes next, and the replay plan. No I/O, no clock, no randomness."""
