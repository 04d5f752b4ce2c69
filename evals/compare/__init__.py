"""Did a change make it better? Two runs side by side, and one run against its thresholds."""
