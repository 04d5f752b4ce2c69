"""Advisor turns written in a tone, from which the coder learns how a turn is meant."""
