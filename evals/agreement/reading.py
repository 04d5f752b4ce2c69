"""Transcripts as HTML: the tool's codes marked in the words, people's underlined; all is escaped."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from chatbot.domain.codes import CODE_NAMES, INPUT, REFLECTIONS, Code
from chatbot.domain.dialogue import Speaker
from evals.agreement.samples import Row, Sample
from evals.agreement.truth import Truth
from evals.labelled import Utterance
from evals.page import CODE_CLASSES

_WHO: Final = {Speaker.ADVISOR: "Advisor", Speaker.CLIENT: "Client"}
LEGEND: Final = (
    '<p class="key"><mark class="ask">asking</mark> <mark class="hear">listening</mark> '
    '<mark class="share">sharing power</mark> <mark class="tell">telling</mark> '
    '<mark class="push">pushing</mark> as the tool heard it, its code behind<sup>CR</sup>; '
    "<u>underlined</u> as people marked it, their code behind<sub>CR</sub>. "
    '<b class="off">≠</b> the two differ; <span class="chip only">dashed</span> a code that only '
    "one of them gave.</p>"
)


class _Piece(NamedTuple):
    """A stretch that tool or people coded."""

    start: int
    end: int
    code: str
    title: str
    tool: bool


def transcript(sample: Sample, *, opened: bool = False) -> str:
    """Return one transcript as a folded block of HTML."""
    talk = sample.talk
    about = [f"transcript {talk.transcript_id}", str(talk.quality or ""), talk.topic]
    title = ", ".join(part for part in about if part)
    counted = f"{sample.different} of {sample.compared} turns differ ({sample.share:.0%})"
    rows = "".join(map(_row, sample.rows))
    return (
        f"<details{' open' if opened else ''}><summary><b>{counted}</b> · {escape(title)}</summary>"
        f"{rows}</details>"
    )


def _row(row: Row) -> str:
    sign = '<b class="off" title="tool and people differ">≠</b>' if row.differs else ""
    tool = f"<small>tool</small> {_labels(row, 0)}"
    people = f"<small>people</small> {_labels(row, 1)}"
    words = _marked(row.said.text, sorted(_pieces(row)))
    return (
        f'<div class="turn{" differs" if row.differs else ""}"><div>{_WHO[row.said.speaker]} {sign}'
        f"</div><div><div>{tool}</div><div>{people}</div></div><div>{words}</div></div>"
    )


def _labels(row: Row, side: int) -> str:
    """Return the main class and the codes of one side: 0 the tool, 1 people."""
    if side == 0 and row.judged.failed:
        return f'<span class="chip">{escape(row.judged.failed)}</span>'
    own, other = row.codes[side], row.codes[1 - side]
    main = row.main[side]
    if not main and not own:
        return '<span class="chip">–</span>' if side == 0 else _divided(row)
    chips = [f"<b>{escape(main.replace('therapist_', ''))}</b>"] if main else []
    for code in sorted(own or ()):
        alone = other is not None and _asked_for(code, row) and not _among(code, other)
        chips.append(f'<span class="chip{" only" if alone else ""}">{escape(code)}</span>')
    return " ".join(chips)


def _asked_for(code: str, row: Row) -> bool:
    """Say whether people could have given a code: with subtypes alone they name no other pieces."""
    if row.said.speaker is Speaker.CLIENT or row.truth.codes is not None:
        return True
    return code in {*REFLECTIONS, *INPUT, "input"} or code.startswith("Q")


def _among(code: str, others: frozenset[str]) -> bool:
    """Say whether the others gave a code too; where they told "input" only, any telling is that."""
    if "input" in others and code in INPUT:
        return True
    return code in others or (code == "input" and bool(others & INPUT))


def _divided(row: Row) -> str:
    """Say why people have neither class nor code here."""
    words = "no code" if row.truth.codes is not None else "not labelled"
    if any(one.behaviour or one.talk for one in row.said.annotations):
        words = "divided"
    return f'<span class="chip">{words}</span>'


def _pieces(row: Row) -> Iterator[_Piece]:
    if row.judged.heard is not None:
        for one in row.judged.heard.segments:
            title = f"tool: {CODE_NAMES[one.code]}, {one.confidence:.0%} sure"
            yield _Piece(one.start, one.end, str(one.code), title, tool=True)
    yield from _labelled(row.said, row.truth)


def _labelled(said: Utterance, truth: Truth) -> Iterator[_Piece]:
    """Yield where people saw the codes that stand, each as the first who placed it has it."""
    standing = {str(code) for code in truth.codes or ()}
    standing |= {str(one) for one in (*(truth.markers or ()), *(truth.client_codes or ()))}
    placed: set[str] = set()
    for annotation in said.binding:
        fresh = [span for span in annotation.spans if span.code not in placed]
        for span in fresh:
            code = "Q" if span.code.startswith("Q_") else span.code
            if code in standing:
                yield _Piece(span.start, span.end, code, f"people: {code}", tool=False)
        placed |= {span.code for span in fresh}


def _marked(text: str, pieces: Sequence[_Piece]) -> str:
    """Return the text with both kinds of pieces marked, wherever they overlap."""
    edges = {0, len(text), *(min(p.start, len(text)) for p in pieces)}
    edges |= {min(p.end, len(text)) for p in pieces}
    out = []
    for start, end in pairwise(sorted(edges)):
        words = escape(text[start:end])
        for piece in pieces:
            if piece.start <= start and end <= piece.end:
                words = _wrapped(words, piece)
        out.append(words + "".join(_code(p) for p in pieces if p.end == end))
    return "".join(out)


def _wrapped(words: str, piece: _Piece) -> str:
    kind = CODE_CLASSES[Code(piece.code)] if piece.code in set(Code) else ""
    tag = "mark" if piece.tool else "u"
    return f'<{tag} class="{kind}" title="{escape(piece.title)}">{words}</{tag}>'


def _code(piece: _Piece) -> str:
    tag = "sup" if piece.tool else "sub"
    return f"<{tag}>{escape(piece.code)}</{tag}>"
