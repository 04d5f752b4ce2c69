"""Runs in which a model speaks: limits, budget, spending, and conversations that survive a kill."""
