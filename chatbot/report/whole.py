"""The talk as a whole, on the page: the global ratings with the words they rest on."""

from chatbot.domain.debrief import Debrief
from chatbot.domain.global_ratings import DIMENSION_NAMES, Evidence, GlobalRating, GlobalRatings
from chatbot.report import facts
from chatbot.report.markup import Safe, tag


def ratings(debrief: Debrief) -> Safe | None:
    """Return the ratings, or why there are none; None in a debrief of an older version."""
    note = facts.ratings_note(debrief)
    if note is None:
        return None
    found = debrief.globals
    rated = isinstance(found, GlobalRatings)
    return tag(
        "section",
        tag("h2", "The talk as a whole"),
        *([_rating(one) for one in found.ratings] if isinstance(found, GlobalRatings) else []),
        *(
            [tag("p", one) for one in facts.left_out(found)]
            if isinstance(found, GlobalRatings)
            else []
        ),
        tag("p", note, class_="soft" if rated else None),
    )


def _rating(rating: GlobalRating) -> Safe:
    name = DIMENSION_NAMES[rating.dimension]
    return tag(
        "div",
        tag("h3", f"{name}: {rating.score} of 5"),
        tag("p", rating.why),
        *[_quote(one) for one in rating.evidence],
        class_="card",
    )


def _quote(one: Evidence) -> Safe:
    return tag(
        "p",
        tag("span", "For" if one.raises else "Against", class_=f"tip {_style(one)}"),
        tag("q", one.quote, dir="auto"),
        " ",
        tag("a", f"turn {one.turn}", href=f"#turn-{one.turn}"),
    )


def _style(one: Evidence) -> str:
    return "good" if one.raises else "poor"
