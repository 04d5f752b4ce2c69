"""Measures, as pure functions of numbers: agreement, calibration, ranking, and their intervals."""
