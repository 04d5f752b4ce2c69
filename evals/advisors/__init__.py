"""Simulated advisors of known kind, to see what the client answers to."""
