"""Evals: how good client, critic and advisor are, and whether a change made them better."""
