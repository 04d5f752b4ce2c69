"""Card files: what is read, and what is refused before it can do any harm."""

import base64
import json
import struct
import zlib

import pytest

from chatbot.adapters.cards import card_png, read_card
from chatbot.adapters.cards.card_file import MAX_DEPTH, MAX_FILE, MAX_TEXT
from chatbot.adapters.cards.png import SIGNATURE, Chunk, read_chunks, texts, write_chunks
from chatbot.domain.errors import InputError
from tests.adapters.cards_kit import (
    PICTURE,
    as_json,
    as_png,
    foreign,
    packed,
    text_chunk,
    third,
    wide,
)


def test_json_and_pictures_hold_the_same_card() -> None:
    card = foreign()
    assert read_card(as_json(card)).card == card
    assert read_card(b"\xef\xbb\xbf" + as_json(card)).card == card
    for kind in (b"tEXt", b"zTXt", b"iTXt"):
        read = read_card(as_png(text_chunk("chara", packed(card), kind)))
        assert read.card == card
        assert read.picture == PICTURE
    assert read_card(as_json(card)).picture is None


def test_of_two_cards_in_a_picture_the_newer_one_counts() -> None:
    both = as_png(text_chunk("chara", packed(foreign())), text_chunk("ccv3", packed(third())))
    assert read_card(both).card == third()
    assert read_card(as_png(text_chunk("Chara", packed(foreign())))).card == foreign()


def test_a_card_of_the_first_kind_is_read_as_one_of_the_second() -> None:
    flat = {"name": "Mira", "description": "A smith.", "first_mes": "Yes?", "mine": 1}
    read = read_card(as_json(flat)).card
    assert read == {"spec": "chara_card_v2", "spec_version": "2.0", "data": flat}


def test_a_newer_version_is_read() -> None:
    assert read_card(as_json(third() | {"spec_version": "3.7"})).card["spec_version"] == "3.7"


def test_the_picture_is_kept_without_where_and_when_it_was_made() -> None:
    more = (Chunk(b"eXIf", b"place"), Chunk(b"tIME", b"1234567"), text_chunk("Author", b"me"))
    read = read_card(as_png(*more, text_chunk("chara", packed(foreign()))))
    assert read.picture == PICTURE


def test_what_is_written_into_a_picture_is_read_again() -> None:
    old = as_png(text_chunk("chara", packed(foreign(name="Old"))))
    new = card_png(old, {"chara": foreign(), "ccv3": third()})
    assert read_card(new).card == third()
    found = texts(read_chunks(new))
    assert set(found) == {"chara", "ccv3"}
    assert json.loads(base64.b64decode(found["chara"])) == foreign()


BOMB = zlib.compress(b"\0" * 50_000_000, 9)
WRONG_CRC = bytearray(as_png(text_chunk("chara", packed(foreign()))))
WRONG_CRC[-20] ^= 1
DEEP = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xd8\xff\xe0jpeg", "neither a PNG picture nor JSON"),
        (b"{", "not JSON"),
        (b"[]", "a card is an object"),
        (b'"card"', "a card is an object"),
        (b"null", "a card is an object"),
        (b"{}", "no 'data'"),
        (as_json({"spec": "chara_card_v2", "data": []}), "no 'data'"),
        (as_json({"spec": "chara_card_v9", "data": {"name": "x"}}), "chara_card_v9"),
        (as_json({"data": {"name": "x"}}), "'spec' is 'None'"),
        (as_json(foreign(name="")), r"no name \(data.name\)"),
        (as_json(foreign(name=["x"])), r"no name \(data.name\)"),
        (as_json({"spec": "chara_card_v2", "data": {}}), r"no name \(data.name\)"),
        (b"PK\x03\x04 and so on", "CHARX"),
        (b" " * (MAX_FILE + 1), "5 MB"),
        (b" " * (MAX_TEXT + 1), "512 KB"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1e999}', "too large a number"),
        (b'{"a": ' + b"9" * 19 + b"}", "18 digits"),
        (b'{"a": ' + b"9" * 9999 + b"}", "18 digits"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": ' + DEEP.encode() + b"}", "nested deeper"),
        (b"[" * 200_000, "nested deeper"),
        (PICTURE, "holds no character card"),
        (SIGNATURE, "cut short"),
        (PICTURE[:-1], "cut short"),
        (as_png(text_chunk("chara", packed(foreign())))[:200], "cut short"),
        (SIGNATURE + struct.pack(">I4s", 2**32 - 1, b"IHDR") + b"x" * 40, "cut short"),
        (bytes(WRONG_CRC), "checksum"),
        (write_chunks([Chunk(b"IEND", b"")]), "IHDR"),
        (write_chunks([Chunk(b"tEXt", b"")] * 30_000), "cut short"),
        (as_png(text_chunk("chara", b"not base64!")), "not base64"),
        (as_png(text_chunk("chara", b"")), "not JSON"),
        (as_png(text_chunk("chara", base64.b64encode(b"not json"))), "not JSON"),
        (as_png(text_chunk("chara", base64.b64encode(b"\xff\xfe"))), "UTF-8"),
        (as_png(text_chunk("ccv3", packed([1]))), "a card is an object"),
        (as_png(Chunk(b"zTXt", b"chara\0\0" + BOMB)), "1024 KB"),
        (as_png(Chunk(b"iTXt", b"ccv3\0\1\0\0\0" + BOMB)), "1024 KB"),
        (as_png(Chunk(b"zTXt", b"chara\0\0" + BOMB[:100])), "over 1024 KB, or cut"),
        (as_png(Chunk(b"zTXt", b"chara\0\0rubbish")), "damaged"),
        (as_png(text_chunk("chara", base64.b64encode(b" " * (MAX_TEXT + 1)))), "512 KB"),
    ],
)
def test_what_is_no_card_is_told_apart(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_card(content)


def test_a_text_that_is_no_card_s_is_never_unfolded() -> None:
    bomb = Chunk(b"zTXt", b"Comment\0\0" + BOMB)
    assert read_card(as_png(bomb, text_chunk("chara", packed(foreign())))).card == foreign()


def test_a_picture_that_would_fill_the_memory_is_left_out() -> None:
    huge = as_png(text_chunk("chara", packed(foreign())), picture=wide(60_000, 60_000))
    read = read_card(huge)
    assert read.picture is None
    assert "too large" in read.notes[0]


def test_no_prefix_of_a_card_and_no_flipped_byte_does_more_than_be_refused() -> None:
    whole = as_png(text_chunk("ccv3", packed(third())))
    for end in range(0, len(whole), 37):
        with pytest.raises(InputError):
            read_card(whole[:end])
    for at in range(8, len(whole), 11):
        broken = bytearray(whole)
        broken[at] ^= 0x41
        with pytest.raises(InputError):
            read_card(bytes(broken))
