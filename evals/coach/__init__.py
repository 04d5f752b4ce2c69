"""The coach's voice under measure: how often a wording is offered, and whether it can be said."""
