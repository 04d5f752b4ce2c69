"""Character cards as files: JSON, or JSON within a PNG picture (`chara`, `ccv3`).

Specifications: https://github.com/malfoyslastname/character-card-spec-v2 and
https://github.com/kwaroran/character-card-spec-v3. A card is a stranger's file: everything is
measured before it is used, and nothing of it is run, fetched or unfolded without a limit.
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from chatbot.adapters.cards import png
from chatbot.domain.errors import InputError

Spec = Literal["v2", "v3"]

MAX_FILE: Final = 5 * 1024 * 1024
#: Text of a whole card, with what Sparring wrote into it; and of all that others did. Characters.
MAX_TEXT: Final = 512 * 1024
MAX_FOREIGN: Final = 200 * 1024
MAX_DEPTH: Final = 20
MAX_DIGITS: Final = 18
SPECS: Final[Mapping[str, tuple[str, str]]] = {
    "v2": ("chara_card_v2", "2.0"),
    "v3": ("chara_card_v3", "3.0"),
}
_CHARX: Final = (
    "it is a ZIP file (CHARX?), which is not read here; export the card as JSON or PNG instead"
)
#: Fields of the first cards, which had no `spec` and no `data`.
_FIRST: Final = ("name", "description", "personality", "scenario", "first_mes", "mes_example")


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card as it came.

    Attributes:
        card: the whole object: `spec`, `spec_version`, `data` and whatever else stood there.
        picture: the PNG around it, with nothing in it but the picture; None of a JSON file.
        notes: what the user should know of how it was read.
    """

    card: dict[str, Any]
    picture: bytes | None = None
    notes: tuple[str, ...] = ()


def read_card(content: bytes) -> CardFile:
    """Read a card.

    Raises:
        InputError: it is none, is damaged, or is over a limit; the message says which and the mend.
    """
    if len(content) > MAX_FILE:
        raise InputError(
            f"the file has {len(content) / 1e6:.1f} MB; cards up to "
            f"{MAX_FILE // 1024 // 1024} MB are read"
        )
    if content.startswith(b"PK\x03\x04"):
        raise InputError(_CHARX)
    if not content.startswith(png.SIGNATURE):
        return CardFile(_card(content))
    chunks = png.read_chunks(content)
    found = png.texts([one for one in chunks if _may_hold_card(one)])
    text = found.get("ccv3") or found.get("chara")
    if text is None:
        raise InputError("the picture holds no character card (no text 'ccv3' or 'chara')")
    card = _card(_unpacked(text))
    if png.pixels(chunks) > png.MAX_PIXELS:
        return CardFile(card, None, ("The picture is too large to be taken over.",))
    return CardFile(card, png.write_chunks(png.picture_only(chunks)))


def card_json(card: Mapping[str, Any]) -> str:
    """Return a card as JSON text."""
    return json.dumps(card, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def card_png(picture: bytes, cards: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return a picture with cards in it, by keyword (`chara`, `ccv3`).

    Raises:
        InputError: the picture is no PNG.
    """
    packed = (
        (keyword, base64.b64encode(json.dumps(card, ensure_ascii=False).encode()))
        for keyword, card in cards.items()
    )
    return png.write_chunks(png.with_texts(png.picture_only(png.read_chunks(picture)), packed))


def _may_hold_card(chunk: png.Chunk) -> bool:
    return chunk.data.partition(b"\0")[0].lower() in {b"chara", b"ccv3"}


def _unpacked(text: bytes) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise InputError("the card in the picture is not base64; export it again") from error


def _card(content: bytes) -> dict[str, Any]:
    card = read_object(content)
    if "data" not in card and isinstance(card.get("name"), str) and _FIRST[1] in card:
        # A card of the first kind; the later ones hold the same fields within `data`.
        card = dict(zip(("spec", "spec_version"), SPECS["v2"], strict=True)) | {"data": card}
    data = card.get("data")
    if not isinstance(data, dict):
        raise InputError("it is JSON, but no character card: there is no 'data' with fields")
    known = {name for name, _ in SPECS.values()}
    if card.get("spec") not in known:
        raise InputError(
            f"its 'spec' is {str(card.get('spec'))[:40]!r}; {' and '.join(sorted(known))} are read"
        )
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError("the card has no name (data.name)")
    return card


def read_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object within the limits.

    Raises:
        InputError: it is none, or is over a limit.
    """
    if len(content) > MAX_TEXT:
        raise InputError(
            f"its text has {len(content) // 1024} KB; cards up to {MAX_TEXT // 1024} KB are read "
            "(a lorebook of that size belongs in a file of its own)"
        )
    try:
        text = content.decode("utf-8-sig")
        card = json.loads(text, parse_constant=_no_number, parse_int=_whole, parse_float=_real)
        json.dumps(card, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputError("it holds half a character (a lone surrogate); export it again") from error
    except UnicodeDecodeError as error:
        raise InputError("it is neither a PNG picture nor JSON in UTF-8") from error
    except RecursionError as error:
        raise InputError(f"it is nested deeper than {MAX_DEPTH} levels") from error
    except ValueError as error:
        raise InputError(f"it is not JSON: {error}") from error
    if not isinstance(card, dict):
        raise InputError('it is JSON, but a card is an object: {"spec": …, "data": …}')
    if _depth(card) > MAX_DEPTH:
        raise InputError(f"it is nested deeper than {MAX_DEPTH} levels")
    return card


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number in JSON")


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise ValueError(f"a number has more than {MAX_DIGITS} digits; write it as text")
    return int(text)


def _real(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _depth(value: Any) -> int:
    """Return how deep plain data is nested, level by level (no recursion)."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
