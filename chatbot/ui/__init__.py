"""The page: Chainlit handlers and what they show. No rule of the talk lives here.

`chatbot.ui.serve` starts it; importing this package imports neither Chainlit nor a model library.
"""
