"""Render, call, parse: one chain per file; and their counterparts that need no model."""
