"""Findings that a person contested, as cases: does the critic still say so, and who is right?"""
