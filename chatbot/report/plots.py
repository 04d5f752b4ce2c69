"""The two plots of a debrief, drawn as inline SVG: curves over the turns, and bars."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from chatbot.report.markup import Safe, join, tag
from chatbot.report.wording import plural, points

WIDTH: Final = 600
HEIGHT: Final = 270
LEFT: Final = 34
RIGHT: Final = 112
TOP: Final = 18
BOTTOM: Final = 40
#: More turns than this, and not every number is written.
NUMBERED: Final = 26
LABEL_HEIGHT: Final = 16.0


class Curve(NamedTuple):
    """A curve: its name, its class in the style sheet, and a share (0-1) for each turn from 0."""

    name: str
    style: str
    shares: tuple[float, ...]


class Mark(NamedTuple):
    """A sign on a curve at a turn: ▲ above it or ▼ below it."""

    turn: int
    share: float
    sign: str
    title: str


def curves(lines: Sequence[Curve], marks: Sequence[Mark], title: str) -> Safe:
    """Return the plot of curves over turns, in points of 100."""
    last = max(len(line.shares) for line in lines) - 1
    return tag(
        "svg",
        tag("title", title),
        tag("desc", "; ".join(_described(line) for line in lines)),
        _grid(last),
        *[_line(line, last) for line in lines],
        *[_mark(mark, last) for mark in marks],
        _labels(lines),
        class_="curves",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
    )


def _described(line: Curve) -> str:
    return f"{line.name} from {points(line.shares[0])} to {points(line.shares[-1])} of 100"


def _x(turn: int, last: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * turn / max(1, last), 1)


def _y(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def _grid(last: int) -> Safe:
    rules = [
        join(
            tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=_y(share), y2=_y(share), class_="rule"),
            tag("text", str(points(share)), x=LEFT - 7, y=_y(share) + 4, class_="tick y"),
        )
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    every = max(1, ceil(last / NUMBERED))
    ticks = [
        tag("text", str(turn), x=_x(turn, last), y=HEIGHT - BOTTOM + 17, class_="tick x")
        for turn in range(0, last + 1)
        if turn % every == 0
    ]
    middle = (LEFT + WIDTH - RIGHT) / 2
    caption = tag("text", "after turn", x=middle, y=HEIGHT - 5, class_="tick x")
    return join(*rules, *ticks, caption)


def _line(line: Curve, last: int) -> Safe:
    dots = [(_x(turn, last), _y(share)) for turn, share in enumerate(line.shares)]
    path = " ".join(f"{x},{y}" for x, y in dots)
    points_ = [tag("circle", cx=x, cy=y, r=2.4) for x, y in dots]
    return tag("g", tag("polyline", points=path), *points_, class_=f"curve {line.style}")


def _mark(mark: Mark, last: int) -> Safe:
    below = mark.sign == "▼"
    y = _y(mark.share) + (19 if below else -9)
    style = "mark poor" if below else "mark"
    return tag(
        "text", tag("title", mark.title), mark.sign, x=_x(mark.turn, last), y=y, class_=style
    )


def _labels(lines: Sequence[Curve]) -> Safe:
    """Name each curve at its right end, far enough from one another to be read."""
    ordered = sorted(lines, key=lambda line: -line.shares[-1])
    at: list[float] = []
    for line in ordered:
        wanted = _y(line.shares[-1]) + 4
        at.append(max(wanted, at[-1] + LABEL_HEIGHT) if at else wanted)
    lowest = HEIGHT - BOTTOM + 4
    for index in reversed(range(len(at))):
        at[index] = min(at[index], lowest - LABEL_HEIGHT * (len(at) - 1 - index))
    return join(
        *[
            tag(
                "text",
                f"{line.name} {points(line.shares[-1])}",
                x=WIDTH - RIGHT + 9,
                y=round(y, 1),
                class_=f"label {line.style}",
            )
            for line, y in zip(ordered, at, strict=True)
        ]
    )


def bar(number: int, most: int, style: str) -> Safe:
    """Return one horizontal bar, `number` of `most`; its title says the number."""
    width = round(100 * number / max(1, most), 1)
    return tag(
        "svg",
        tag("title", plural(number, "turn")),
        tag("rect", width=100, height=10, class_="track"),
        tag("rect", width=width, height=10, class_=f"fill {style}"),
        class_="bar",
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        role="img",
    )
