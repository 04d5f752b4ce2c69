"""What the coach's voice learns from: an advisor's turn, and what could have been said instead."""
