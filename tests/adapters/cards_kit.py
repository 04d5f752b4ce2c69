"""Cards as strangers make them, and pictures around them."""

import base64
import json
import struct
import zlib
from typing import Any

from chatbot.adapters.cards import png
from chatbot.adapters.cards.png import Chunk, plain_picture, read_chunks, write_chunks

PICTURE = plain_picture((90, 100, 128), 4, 6)


def foreign(**fields: Any) -> dict[str, Any]:
    """Return a V2 card with fields nobody knows, in every place."""
    data = {
        "name": "Mira Stahl",
        "description": "{{char}} is a 34 years old smith in {{user}}'s town. She forges gates.",
        "personality": "Gruff, exact.",
        "scenario": "{{user}} enters the forge with a plan.",
        "first_mes": '*Mira looks up.* "What do you want, {{user}}? I\'ve no time for plans."',
        "mes_example": "<START>\n{{user}}: Hi.\n{{char}}: *nods* Iron does not lie to you.\n",
        "creator_notes": '<img src="https://a.example/x.png">Enjoy her.',
        "system_prompt": "SECRET-SYSTEM {{original}}",
        "post_history_instructions": "SECRET-AFTER",
        "alternate_greetings": ["You again.", "*silence*"],
        "character_book": {"entries": [{"keys": ["iron"], "content": "SECRET-LORE", "id": 7}]},
        "tags": ["OC", "smith", 3],
        "creator": "somebody",
        "character_version": "1.2",
        "extensions": {
            "depth_prompt": {"prompt": "SECRET-DEPTH", "depth": 4},
            "regex_scripts": [{"findRegex": "/x/g", "runOnEdit": True, "n": [1.5, 1e-7, None]}],
        },
        "from_the_future": {"a": [1, [2, {"b": "ü\u2028\n\t"}]]},
    }
    outer = {"spec": "chara_card_v2", "spec_version": "2.0", "fav": False, "create_date": "2026-1"}
    return outer | {"data": data | fields}


def third(**fields: Any) -> dict[str, Any]:
    """Return a V3 card."""
    more = {
        "nickname": "Miri",
        "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
        "group_only_greetings": ["Hello all."],
        "creator_notes_multilingual": {"de": "Viel Freude."},
        "source": ["https://a.example/mira"],
        "creation_date": 1790000000,
    }
    return foreign(**more, **fields) | {"spec": "chara_card_v3", "spec_version": "3.0"}


def as_json(card: Any) -> bytes:
    """Return a card as bytes of JSON."""
    return json.dumps(card, ensure_ascii=False).encode()


def text_chunk(keyword: str, text: bytes, kind: bytes = b"tEXt") -> Chunk:
    """Return a text of a picture, compressed where the kind asks for it."""
    key = keyword.encode() + b"\0"
    if kind == b"zTXt":
        return Chunk(kind, key + b"\0" + zlib.compress(text, 9))
    if kind == b"iTXt":
        return Chunk(kind, key + b"\1\0\0\0" + zlib.compress(text, 9))
    return Chunk(kind, key + text)


def as_png(*texts: Chunk, picture: bytes = PICTURE) -> bytes:
    """Return a picture with these texts before its end."""
    chunks = read_chunks(picture)
    return write_chunks((*chunks[:-1], *texts, chunks[-1]))


def packed(card: Any) -> bytes:
    """Return a card as it stands in a picture."""
    return base64.b64encode(as_json(card))


def wide(width: int, height: int) -> bytes:
    """Return a picture that claims to be of that size."""
    header, *rest = read_chunks(PICTURE)
    size = struct.pack(">II", width, height)
    return png.write_chunks((Chunk(b"IHDR", size + header.data[8:]), *rest))
