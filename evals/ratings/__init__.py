"""Blind ratings by people: sheets out of any run, and what filled sheets come to."""
