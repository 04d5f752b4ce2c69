"""The chunks of a PNG file: read with every checksum tested, and written.

https://www.w3.org/TR/png-3/#5DataRep. No picture is decoded here.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from chatbot.domain.errors import InputError

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: A compressed text may not unfold to more, in bytes.
MAX_TEXT: Final = 1024 * 1024
#: Pixels of a picture that is kept; a browser would unfold what is larger into gigabytes.
MAX_PIXELS: Final = 40_000_000
_MOST_CHUNKS: Final = 20_000
#: All that it takes to show a picture. Where and by what it was made stays out.
_PICTURE: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_TEXT: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its four-letter kind, and its data."""

    kind: bytes
    data: bytes


def read_chunks(content: bytes) -> tuple[Chunk, ...]:
    """Take a PNG apart; what comes after its end is left.

    Raises:
        InputError: it is no PNG, is cut short, or a checksum is wrong.
    """
    if not content.startswith(SIGNATURE):
        raise InputError("it is no PNG picture")
    chunks: list[Chunk] = []
    at = len(SIGNATURE)
    while not chunks or chunks[-1].kind != b"IEND":
        if len(content) < at + 12 or len(chunks) >= _MOST_CHUNKS:
            raise InputError("the picture is cut short; fetch it again")
        size, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + size]
        if len(data) < size or len(content) < at + 12 + size:
            raise InputError("the picture is cut short; fetch it again")
        (expected,) = struct.unpack_from(">I", content, at + 8 + size)
        if zlib.crc32(kind + data) != expected:
            name = kind.decode("ascii", "replace")
            raise InputError(f"the picture is damaged (checksum of '{name}'); fetch it again")
        chunks.append(Chunk(kind, data))
        at += 12 + size
    if chunks[0].kind != b"IHDR" or len(chunks[0].data) != 13:
        raise InputError("it is no PNG picture (it does not begin with 'IHDR')")
    return tuple(chunks)


def write_chunks(chunks: Iterable[Chunk]) -> bytes:
    """Put a PNG together."""
    parts = [SIGNATURE]
    for chunk in chunks:
        crc = zlib.crc32(chunk.kind + chunk.data)
        parts.append(struct.pack(">I4s", len(chunk.data), chunk.kind) + chunk.data)
        parts.append(struct.pack(">I", crc))
    return b"".join(parts)


def texts(chunks: Sequence[Chunk]) -> dict[str, bytes]:
    """Return the texts of a picture by keyword in lower case; the first of a keyword counts.

    Raises:
        InputError: a compressed text unfolds to more than `MAX_TEXT`, or is damaged.
    """
    found: dict[str, bytes] = {}
    for chunk in chunks:
        if chunk.kind in _TEXT:
            keyword, _, rest = chunk.data.partition(b"\0")
            found.setdefault(keyword.decode("latin-1").casefold(), _text(chunk.kind, rest))
    return found


def _text(kind: bytes, rest: bytes) -> bytes:
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unfolded(rest[1:])
    compressed = rest[:1] == b"\x01"
    body = rest[2:].split(b"\0", 2)[-1]
    return _unfolded(body) if compressed else body


def _unfolded(data: bytes) -> bytes:
    unfolding = zlib.decompressobj()
    try:
        text = unfolding.decompress(data, MAX_TEXT)
    except zlib.error as error:
        raise InputError("a compressed text in the picture is damaged; fetch it again") from error
    if unfolding.unconsumed_tail or not unfolding.eof:
        raise InputError(f"a compressed text in the picture is over {MAX_TEXT // 1024} KB, or cut")
    return text


def picture_only(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """Return what it takes to show the picture: no texts, no dates, no places, no animation."""
    return tuple(chunk for chunk in chunks if chunk.kind in _PICTURE)


def pixels(chunks: Sequence[Chunk]) -> int:
    """Return width times height."""
    width, height = struct.unpack_from(">II", chunks[0].data)
    return int(width) * int(height)


def with_texts(chunks: Sequence[Chunk], added: Iterable[tuple[str, bytes]]) -> tuple[Chunk, ...]:
    """Return the picture with these `tEXt` chunks, by keyword, before its end."""
    new = (Chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + text) for keyword, text in added)
    return (*chunks[:-1], *new, chunks[-1])


def plain_picture(colour: tuple[int, int, int], width: int = 400, height: int = 600) -> bytes:
    """Return a picture in one colour, darker towards its foot; for a client without a face."""
    rows = bytearray()
    for row in range(height):
        shade = 1 - 0.5 * row / height
        rows += b"\0" + bytes(int(part * shade) for part in colour) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(rows), 9)
    return write_chunks((Chunk(b"IHDR", header), Chunk(b"IDAT", body), Chunk(b"IEND", b"")))
