"""One self-contained HTML page with plots that are read at a glance."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

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
th{color:var(--soft);font-weight:600}figure{margin:0}figure svg{max-width:100%;height:auto}
"""
_COLOURS: Final = ("#2f6f6b", "#b5532a", "#8a7f3d", "#5b5f97", "#7a7a7a")


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
    """Return a table; every cell is escaped."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def bars(series: Mapping[str, Mapping[str, Interval]]) -> str:
    """Return grouped horizontal bars with whiskers: series → label → (value, low, high)."""
    figure, axes = _figure(height=0.9 + 0.42 * len(next(iter(series.values()))))
    labels = list(next(iter(series.values())))
    thick = 0.8 / len(series)
    for i, (name, values) in enumerate(series.items()):
        for j, label in enumerate(labels):
            value, low, high = values[label]
            if value is None:
                continue
            at = len(labels) - 1 - j + 0.4 - thick * (i + 0.5)
            axes.barh(at, value, thick * 0.9, color=_COLOURS[i], label=name if j == 0 else None)
            if low is not None and high is not None:
                axes.plot([low, high], [at, at], color="#2b2623", linewidth=1)
    axes.set_yticks(range(len(labels)), reversed(labels))
    axes.set_xlim(0, 1)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return _svg(figure)


def curves(series: Mapping[str, Band]) -> str:
    """Return curves with bands over exchanges: name → (middle, low, high)."""
    figure, axes = _figure(height=3.6)
    for i, (name, (middle, low, high)) in enumerate(series.items()):
        colour = _COLOURS[i % len(_COLOURS)]
        axes.plot(range(len(middle)), middle, color=colour, label=name, linewidth=2)
        axes.fill_between(range(len(middle)), low, high, color=colour, alpha=0.15, linewidth=0)
    axes.set_ylim(0, 1)
    axes.set_xlabel("exchange")
    axes.legend(frameon=False, fontsize=8, ncols=3)
    return _svg(figure)


def _figure(height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy, and only needed for pages

    figure = Figure(figsize=(8, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    return figure, axes


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = re.sub(r"<metadata>.*?</metadata>", "", out.getvalue(), flags=re.DOTALL)
    return f"<figure>{svg[svg.index('<svg') :]}</figure>"
