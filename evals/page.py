"""One self-contained HTML page with plots that are read at a glance."""

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from chatbot.domain.codes import Code

Interval = tuple[float | None, float | None, float | None]
Band = tuple[Sequence[float], Sequence[float], Sequence[float]]

_STYLE: Final = """
:root{color-scheme:light dark;
 --bg:#f7f3ee;--card:#fffdf9;--ink:#2b2623;--soft:#6d645d;--line:#ddd5cb}
@media(prefers-color-scheme:dark){
 :root{--bg:#1d1b19;--card:#282522;--ink:#ece6df;--soft:#a89f96;--line:#413c37}
 figure svg{filter:invert(.88) hue-rotate(180deg)}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:70rem;margin:auto;padding:2rem 1rem 4rem}
h1{font:600 2rem/1.2 Georgia,serif;margin:0 0 .25rem}h2{font:600 1.25rem/1.3 Georgia,serif;margin:0 0 .5rem}
p{color:var(--soft);margin:.25rem 0 1rem}

section{background:var(--card);border:1px solid var(--line);border-radius:12px}
section{padding:1.25rem;margin:1.25rem 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;width:100%}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}
details{border-bottom:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer}
details p{color:var(--ink);margin:.4rem 0}small{color:var(--soft)}sup{font-size:.6em;opacity:.7}
mark{color:inherit;border-radius:3px;padding:0 2px}mark.ask{background:#5b5f9733}
mark.hear{background:#2f6f6b33}mark.share{background:#8a7f3d33}mark.tell{background:#7a7a7a33}
mark.push{background:#b5532a44}
th{color:var(--soft);font-weight:600}figure{margin:0}figure svg{width:100%;height:auto;max-width:64rem}
tr.group th{color:var(--ink);padding-top:1rem}
.pair{columns:26rem;column-gap:2rem}.pair>div{break-inside:avoid;margin-bottom:1rem}.pair h3{margin-top:0}
.turn{display:grid;grid-template-columns:5.5rem 17rem 1fr;gap:.25rem .75rem;padding:.4rem .5rem;
 border-left:4px solid transparent;border-top:1px solid var(--line)}
.turn>div:last-child{white-space:pre-line}.turn.differs{border-left-color:#b5532a}.off{color:#b5532a}
@media(max-width:48rem){.turn{grid-template-columns:1fr}}
.chip{border:1px solid var(--line);border-radius:8px;padding:0 .35rem;font-size:.8rem}
.chip{white-space:nowrap}.chip.only{border:1px dashed #b5532a}.key{color:var(--ink)}
u{text-decoration-thickness:2px;text-underline-offset:3px;text-decoration-color:var(--soft)}
u.hear{text-decoration-color:#2f6f6b}u.ask{text-decoration-color:#5b5f97}
u.share{text-decoration-color:#8a7f3d}u.push{text-decoration-color:#b5532a}
sub{font-size:.6em;opacity:.7}
td.heat{text-align:right;font-variant-numeric:tabular-nums}h3{font-size:1rem;margin:1rem 0 .25rem}
"""
COLOURS: Final = ("#2f6f6b", "#b5532a", "#8a7f3d", "#5b5f97", "#7a7a7a")
INK: Final = "#2b2623"
#: Cells of a heat table are shaded in this colour (red, green, blue), the fuller the darker.
_HEAT: Final = "47,111,107"
#: Labels of bars are broken into lines of so many characters.
_LABEL: Final = 30
#: CSS classes of `mark` by what a code does to a talk: listening, sharing, telling, pushing.
CODE_CLASSES: Final[dict[Code, str]] = {
    Code.QUESTION: "ask",
    Code.SIMPLE_REFLECTION: "hear",
    Code.COMPLEX_REFLECTION: "hear",
    Code.AFFIRM: "hear",
    Code.SEEK: "share",
    Code.EMPHASIZE: "share",
    Code.PERSUADE_WITH_PERMISSION: "tell",
    Code.GI: "tell",
    Code.PERSUADE: "push",
    Code.CONFRONT: "push",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `html` is trusted, `title` and `note` are escaped."""

    title: str
    html: str
    note: str = ""


def page(title: str, about: str, sections: Sequence[Section]) -> str:
    """Return the whole page."""
    notes = [f"<p>{escape(s.note)}</p>" if s.note else "" for s in sections]
    parts = [
        f"<section><h2>{escape(s.title)}</h2>{note}{s.html}</section>"
        for s, note in zip(sections, notes, strict=True)
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><main><h1>{escape(title)}</h1><p>{escape(about)}</p>"
        f"{''.join(parts)}</main></html>"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; every cell is escaped. A row of one cell is a heading over those below."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        _group(row[0], len(head)) if len(row) == 1 < len(head) else _row(row) for row in rows
    )
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def _group(title: str, columns: int) -> str:
    return f'<tr class="group"><th colspan="{columns}">{escape(title)}</th></tr>'


def _row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def heat(head: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Return a table of counts, each cell shaded by its share of its row; all text is escaped."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr><th>{escape(label)}</th>{''.join(_shaded(n, sum(counts)) for n in counts)}</tr>"
        for label, counts in rows
    )
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def _shaded(count: int, total: int) -> str:
    share = count / total if total else 0.0
    shade = f"background:rgba({_HEAT},{0.75 * share:.2f})"
    return f'<td class="heat" style="{shade}">{count:,} <small>{share:.0%}</small></td>'


def bars(
    series: Mapping[str, Mapping[str, Interval]], chance: float | None = None, width: float = 8
) -> str:
    """Return grouped horizontal bars with whiskers: series → label → (value, low, high), 0–1.

    Args:
        series: each names the same labels; a value of None is shown as a dash.
        chance: where a line is drawn for what comes about without knowledge.
        width: in inches.
    """
    labels = list(next(iter(series.values())))
    thick = 0.8 / len(series)
    high = 0.7 + (0.16 + 0.13 * len(series)) * len(labels)
    figure, (axes,) = canvas(high, width=width)
    for i, (name, values) in enumerate(series.items()):
        # An empty bar, so that the legend names the series whatever its values.
        axes.barh(0, 0, color=COLOURS[i], label=name)
        for j, label in enumerate(labels):
            at = len(labels) - 1 - j + 0.4 - thick * (i + 0.5)
            _bar(axes, at, thick * 0.9, values[label], COLOURS[i])
    axes.set_yticks(range(len(labels)), [textwrap.fill(one, _LABEL) for one in reversed(labels)])
    axes.set_ylim(-0.5, len(labels) - 0.5)
    axes.set_xlim(0, 1)
    if chance is not None:
        axes.axvline(chance, color=INK, linewidth=0.8, linestyle=":")
    figure.legend(frameon=False, fontsize=8, loc="outside upper left", ncols=len(series))
    return as_svg(figure)


def _bar(axes: Any, at: float, thick: float, found: Interval, colour: str) -> None:
    value, low, high = found
    if value is None:
        axes.text(0.005, at, "–", fontsize=7, color=colour, va="center")
        return
    axes.barh(at, value, thick, color=colour)
    if value == 0:
        axes.text(0.005, at, "0", fontsize=7, color=colour, va="center")
    if low is not None and high is not None:
        axes.plot([low, high], [at, at], color=INK, linewidth=1)


def curves(series: Mapping[str, Band]) -> str:
    """Return curves with bands over exchanges: name → (middle, low, high)."""
    figure, (axes,) = canvas(height=3.6)
    for i, (name, (middle, low, high)) in enumerate(series.items()):
        colour = COLOURS[i % len(COLOURS)]
        axes.plot(range(len(middle)), middle, color=colour, label=name, linewidth=2)
        axes.fill_between(range(len(middle)), low, high, color=colour, alpha=0.15, linewidth=0)
    axes.set_ylim(0, 1)
    axes.set_xlabel("exchange")
    axes.legend(frameon=False, fontsize=8, ncols=3)
    return as_svg(figure)


def canvas(
    height: float, rows: int = 1, columns: int = 1, width: float = 8
) -> tuple[Any, tuple[Any, ...]]:
    """Return a figure and its axes, row by row.

    Args:
        height: of the whole, in inches.
        rows: of small plots within it.
        columns: likewise.
        width: of the whole, in inches.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and only needed for pages

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).flatten()
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
        one.tick_params(labelsize=8)
    return figure, tuple(axes)


def as_svg(figure: Any) -> str:
    """Return a figure as inline SVG, the same for the same data; its text stays text."""
    from matplotlib import rc_context  # noqa: PLC0415 - as above

    out = io.StringIO()
    with rc_context({"svg.hashsalt": "sparring", "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = re.sub(r"<metadata>.*?</metadata>", "", out.getvalue(), flags=re.DOTALL)
    return f"<figure>{svg[svg.index('<svg') :]}</figure>"
