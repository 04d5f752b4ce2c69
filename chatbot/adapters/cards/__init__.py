"""Character Cards V2 and V3: read, taken over, written."""

from chatbot.adapters.cards.card_file import CardFile, Spec, card_json, card_png, read_card
from chatbot.adapters.cards.exchange import Imported, card_of, persona_of
from chatbot.adapters.cards.filling import maker_notes
from chatbot.adapters.cards.png import plain_picture

__all__ = [
    "CardFile",
    "Imported",
    "Spec",
    "card_json",
    "card_of",
    "card_png",
    "maker_notes",
    "persona_of",
    "plain_picture",
    "read_card",
]
