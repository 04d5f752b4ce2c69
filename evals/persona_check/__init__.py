"""Does this persona tell good advisors from poor ones, and can all that is in it come up?"""
