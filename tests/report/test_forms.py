"""Markdown, HTML, JSON and CSV: complete, escaped, readable back."""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.client_talk import Talk as TalkKind
from chatbot.domain.critique import Critique, Difference, Finding
from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import InputError
from chatbot.domain.moves import Ending
from chatbot.domain.talk import Talk
from chatbot.report import FORMATS, render
from chatbot.report.csv import COLUMNS, guarded
from chatbot.report.markdown import plain
from chatbot.report.markup import safe, tag
from chatbot.report.plots import Curve, curves
from chatbot.report.spans import pieces
from tests.report import talks
from tests.report.talks import FREE, LONG, MIXED, OPEN, said

EVIL = """</p><script>alert("x")</script><img src=x onerror=alert(1)> & 'quote' {{ 7*7 }}"""


class Page(HTMLParser):
    """Reads a page: tags, attributes, visible text; and that every tag is closed in order."""

    VOID = frozenset({"meta", "br", "rect", "line", "circle", "polyline"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.text += data


@pytest.fixture(scope="module")
def ten() -> tuple[Talk, Debrief]:
    talk = talks.hold(MIXED, missing={2: "The model server did not answer within 30 seconds."})
    talk = talks.end(talks.reflect(talk, "I asked first.", "I pushed."), Ending.EVASION)
    heard = tuple(
        ClientTalk(talk=TalkKind.SUSTAIN, types=("R-",), discord=i == 2) for i in range(11)
    )
    return talk, talks.debrief(talk, heard)


@pytest.fixture(scope="module")
def long() -> tuple[Talk, Debrief]:
    talk = talks.end(talks.hold(LONG), Ending.SMALL_TEST)
    return talk, talks.debrief(talk)


@pytest.fixture(scope="module")
def evil() -> tuple[Talk, Debrief]:
    who = talks.persona().model_copy(update={"name": f"<b>{EVIL}</b>"[:60], "domain": "<i>x</i>"})
    turn = said(f"So {EVIL}", ("SR", EVIL))
    talk = talks.advise(talks.begin(who), turn, reply=EVIL)
    verdict = Critique(
        turn_id="turn1",
        evaluator="<u>m</u>",
        summary=EVIL,
        findings=(
            Finding(kind="model", principle="<p>", quote=EVIL, start=3, end=9, what=EVIL, weight=1),
        ),
        done_well=Finding(kind="model", principle="x", quote=EVIL, start=3, end=9, what=EVIL),
        instead=EVIL,
        differences=(
            Difference(quote=EVIL, start=0, end=1, evaluator=EVIL, coder="SR", rule=EVIL),
        ),
    )
    talk = talks.end(talks.reflect(talks.judge(talk, verdict), EVIL, EVIL))
    return talk, talks.debrief(talk)


def rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(text, newline=""))


@pytest.mark.parametrize("kind", FORMATS)
def test_every_form_of_every_length(kind: str) -> None:
    for talk in (
        talks.begin(),
        talks.hold((OPEN,)),
        talks.advise(talks.begin(), OPEN),
        talks.end(talks.hold(LONG)),
    ):
        text = render(talk, talks.debrief(talk), kind)
        assert text.endswith("\n")
        assert not talk.branch or OPEN.text[:20] in text


def test_an_unknown_form_is_refused() -> None:
    talk = talks.begin()
    with pytest.raises(InputError, match="md, html, json, csv"):
        render(talk, talks.debrief(talk), "docx")


def test_markdown_reads_in_the_order_of_a_coach(ten: tuple[Talk, Debrief]) -> None:
    text = render(*ten, "md")
    heads = [line.lstrip("# ").split(":")[0] for line in text.splitlines() if line[:3] == "## "]
    assert heads == [
        "Your own view",
        "Keep",
        "Change",
        "Best moment",
        "Costliest moment",
        "Missed openings",
        "What was underneath",
        "Trust",
        "Counts",
        "Practise next",
        "Transcript",
    ]
    assert "Turn 2: The model server did not answer within 30 seconds." in text
    assert "Scores are given only from 20 turns" in text and "Indicative" not in text
    assert text.count("### Turn") == 10


def test_scores_are_marked_indicative(long: tuple[Talk, Debrief]) -> None:
    for kind in ("md", "html"):
        text = render(*long, kind)
        assert "Indicative, not validated for chat." in text and "1.2 : 1" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("<script>", r"\<script\>"),
        ("[a](javascript:b)", r"\[a\](javascript:b)"),
        ("a | b", r"a \| b"),
        ("first\n---", "first\n\\---"),
        ("plain, 3.5 percent - fine", "plain, 3.5 percent - fine"),
    ],
)
def test_markdown_shows_words_as_they_stand(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_markdown_holds_no_live_html(evil: tuple[Talk, Debrief]) -> None:
    text = render(*evil, "md")
    assert "<script" not in text.replace("\\<script", "")
    assert "<img" not in text.replace("\\<img", "")


def test_html_escapes_everything(evil: tuple[Talk, Debrief]) -> None:
    page = Page(render(*evil, "html"))
    assert not {"script", "img", "b", "i", "u"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.text.count("<script>alert") >= 8


def test_html_stands_alone(ten: tuple[Talk, Debrief]) -> None:
    text = render(*ten, "html")
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    links = [value or "" for name, value in page.attributes if name in {"href", "src"}]
    assert links and all(link.startswith("#turn-") for link in links)
    ids = {value for name, value in page.attributes if name == "id"}
    assert {link[1:] for link in links} <= ids
    assert "default-src 'none'" in text.replace("&#x27;", "'")
    assert "prefers-color-scheme: dark" in text and "@media print" in text
    assert page.tags.count("details") == 1 + 9  # the figures, and each critique there is
    assert "No critique: The model server did not answer" in page.text
    assert "url(" not in text and "http:" not in text and "https:" not in text


def test_a_critique_s_texts_are_on_the_page(ten: tuple[Talk, Debrief]) -> None:
    talk, _ = ten
    page = Page(render(*ten, "html"))
    for verdict in talk.verdicts.values():
        if isinstance(verdict, Critique):
            assert verdict.summary in page.text and (verdict.instead or "") in page.text


def test_codes_stand_on_their_own_words() -> None:
    text = "You asked. What now?"
    one = said(text, ("SR", "You asked."), ("Q+", "What now?"))
    cut = pieces(text, one.heard)
    assert "".join(piece.text for piece in cut) == text
    assert [(p.text, p.ending[0].label) for p in cut if p.ending] == [
        ("You asked.", "SR"),
        ("What now?", "Q open"),
    ]


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    one = said("You asked. What now?", ("SR", "You asked."))
    assert [p.text for p in pieces("Other words", one.heard)] == ["Other words"]
    moved = pieces("Well. You asked.", one.heard)
    assert [p.text for p in moved] == ["Well. ", "You asked."]


def test_the_plot_keeps_its_labels_apart_and_inside() -> None:
    flat = [Curve(name, name, (0.0, 0.0)) for name in ("a", "b", "c")]
    drawn = Page(curves(flat, (), "t"))
    assert drawn.tags.count("polyline") == 3
    for shares in ((0.5,), (0.0, 1.0), (1.0, 1.0)):
        Page(curves([Curve("a", "a", shares)], (), "t"))


def test_markup_escapes_text_and_attributes() -> None:
    assert tag("p", "<b>", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;</p>'
    assert safe("a\x00b\x1bc\n") == "abc\n"
    assert tag("p", tag("b", "&")) == "<p><b>&amp;</b></p>"


def test_json_reads_back(ten: tuple[Talk, Debrief]) -> None:
    talk, debrief = ten
    data = json.loads(render(talk, debrief, "json"))
    assert (data["format"], data["version"], data["log_version"]) == ("sparring.debrief", 1, 1)
    assert Debrief.model_validate(data["debrief"]) == debrief
    assert [turn["reply"] for turn in data["turns"]] == [e.reply.text for e in talk.branch]
    assert data["turns"][1]["no_critique"] and data["turns"][0]["critique"]["kind"] == "critique"
    assert "touches" not in data["turns"][0]["heard"]


def test_csv_reads_back(ten: tuple[Talk, Debrief]) -> None:
    talk, debrief = ten
    found = list(rows(render(talk, debrief, "csv")))
    assert tuple(found[0]) == COLUMNS and len(found) == 21
    assert [row["utterance_id"] for row in found] == [str(n) for n in range(21)]
    assert {row["transcript_id"] for row in found} == {str(zlib.crc32(b"session-7"))}
    assert [r["utterance_text"] for r in found] == [t.text for t in talk.transcript.turns]
    assert [r["interlocutor"] for r in found[:3]] == ["client", "advisor", "client"]
    first, reply = found[1], found[2]
    assert first["miti_codes"] == "SR Q_open" and first["main_therapist_behaviour"] == "question"
    assert (first["question_subtype"], first["reflection_subtype"]) == ("open", "simple")
    assert first["client_talk_type"] == "n/a" and first["toward"] == "SR=none Q_open=none"
    for span in json.loads(first["spans"]):
        words = first["utterance_text"][span["start"] : span["end"]]
        assert words in OPEN.text and words
    assert (reply["client_talk_type"], reply["client_codes"]) == ("sustain", "R-")
    assert found[4]["client_codes"] == "R- discord"
    assert reply["main_therapist_behaviour"] == "n/a" and reply["mi_quality"] == ""
    honest = found[15]
    assert honest["markers"] == "DisclosesInterest Answers"
    assert honest["therapist_input_subtype"] == "information"
    assert found[9]["main_therapist_behaviour"] == "other"


def test_csv_without_heard_client_turns_goes_by_the_act() -> None:
    talk = talks.hold(MIXED)
    kinds = {r["client_talk_type"] for r in rows(render(talk, talks.debrief(talk), "csv"))}
    assert kinds <= {"n/a", "change", "sustain", "neutral"} and "sustain" in kinds


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_formula_is_no_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    talk = talks.advise(talks.begin(), said(text, ("GI", "calc")), reply=text)
    found = list(rows(render(talk, talks.debrief(talk), "csv")))
    assert found[1]["utterance_text"] == found[2]["utterance_text"] == f"'{text}"
    (span,) = json.loads(found[1]["spans"])
    assert found[1]["utterance_text"][span["start"] : span["end"]] == "calc"


def test_an_ordinary_cell_is_left_alone() -> None:
    assert guarded("2 - 1 = 1") == "2 - 1 = 1" and guarded("") == ""


def test_a_talk_of_one_turn_says_one_turn() -> None:
    talk = talks.hold((FREE,))
    text = render(talk, talks.debrief(talk), "md")
    assert "· 1 turn ·" in text and "1 turns" not in text
