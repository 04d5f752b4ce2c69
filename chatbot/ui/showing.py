"""How a talk looks: steps and elements as Chainlit's browser part knows them. Pure.

One projection serves both ways: live, each piece is sent as it happens; on resume, the whole talk
is laid out again from the log. Nothing is stored by Chainlit, so the two cannot disagree.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from chatbot.domain.adjust import adjustment
from chatbot.domain.critique import Critique, Finding, Unscored
from chatbot.domain.events import HintGiven, TimeOutTaken
from chatbot.domain.persona import Persona
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.reviews import TurnReview, points
from chatbot.domain.rubric import Rubric
from chatbot.domain.talk import Talk
from chatbot.report.wording import HARDNESS
from chatbot.ui.coded import coded
from chatbot.ui.panel import panel
from chatbot.ui.portraits import COACH, HOUSE
from chatbot.ui.words import LINES, ended_words, plain, spoken_by

Piece = dict[str, Any]
Aside = HintGiven | TimeOutTaken
YOU: Final = "You"
#: What can be done about a turn without an answer: (action, label).
RESEND: Final = (("retry", "Send again"), ("reword", "Change the words"))
AT_THE_END: Final = (("end", "End and debrief"), ("take_back", "Take it back"))


def message(
    step_id: str, author: str, text: str = "", *, avatar: str = HOUSE, user: bool = False
) -> Piece:
    """Return a message. `avatar` names a portrait, since an author's name may hold any letter."""
    return {
        "id": step_id,
        "name": author,
        "type": "user_message" if user else "assistant_message",
        "output": text,
        "input": "",
        "parentId": None,
        "threadId": "",
        "createdAt": None,
        "streaming": False,
        "isError": False,
        "metadata": {"avatarName": avatar},
    }


def element(
    element_id: str, name: str, props: Piece, for_id: str, display: str = "inline"
) -> Piece:
    """Return one of our own elements, drawn by public/elements/`name`.jsx. The same id replaces."""
    return {
        "id": element_id,
        "type": "custom",
        "name": name,
        "props": props,
        "forId": for_id,
        "display": display,
        "mime": "application/json",
        "url": None,
        "chainlitKey": None,
        "threadId": "",
    }


def told(persona: Persona) -> Piece:
    """Return what is told of a client before a talk: whom one meets, and the advisor's brief."""
    said, how = persona.advisor_brief, adjustment(persona)
    return {
        "name": persona.name,
        "age": persona.age,
        "domain": persona.domain,
        "difficulty": HARDNESS[persona.difficulty],
        "adjusted": how.words if how else None,
        "portrait": f"/avatars/{persona.id}",
        "role": said.role,
        "situation": said.situation,
        "recommendation": said.recommendation,
        "target": said.target_behaviour,
        "cite": said.may_cite.model_dump(),
        "mustTell": list(said.must_tell),
        "interest": said.advisor_interest,
    }


def brief(
    talk: Talk, offered: Sequence[Piece] = (), drill: str = "", today: Piece | None = None
) -> Piece:
    """Return what the advisor is told before the talk, what to practise, and who plays the client.

    `today` is what can still be chosen of the client's day; None once the talk has begun.
    """
    started = talk.started
    props = told(started.persona) | {
        "drill": drill,
        "voice": spoken_by(started.voice),
        "isLines": started.voice == LINES,
        "offered": list(offered),
        "today": today,
    }
    return element("brief-card", "Brief", props, "brief")


def client_says(talk: Talk, step_id: str, text: str) -> Piece:
    """Return a message of the client's, shown exactly as spoken."""
    persona = talk.started.persona
    return message(step_id, persona.name, plain(text), avatar=persona.id)


def critique(talk: Talk, turn_id: str, rubric: Rubric, record: TrackRecord) -> Piece:
    """Return one line under the reply that opens to the whole: pending, critique, or why none."""
    verdict, review = talk.verdicts.get(turn_id), talk.review(turn_id)
    props: Piece = {"turn": turn_id, "status": "pending"}
    if verdict is not None:
        props |= {"heard": coded(review, record)}
    if isinstance(verdict, Unscored):
        props |= {"status": "unscored", "reason": verdict.reason}
    elif verdict is not None:
        props |= {"status": "done"} | _whole(verdict, review, rubric)
    return element(f"{turn_id}-critique", "Critique", props, f"{turn_id}-reply")


def _whole(verdict: Critique, review: TurnReview, rubric: Rubric) -> Piece:
    principle = next((p for p in rubric.principles if p.id == verdict.principle), None)
    said = [
        _finding(point, verdict.summary, number, review)
        for number, point in enumerate(points(verdict))
    ]
    found = len(verdict.findings)
    return {
        "summary": verdict.summary,
        "well": said[found] if verdict.done_well else None,
        "findings": said[:found],
        "differences": [
            f"“{one.quote}”: the critique hears {one.evaluator}, the coder {one.coder}. {one.rule}"
            for one in verdict.differences
        ],
        "instead": verdict.instead,
        "principle": principle.name if principle else None,
        "principleText": principle.why if principle else None,
    }


def _finding(finding: Finding, summary: str, number: int, review: TurnReview) -> Piece:
    """Return a finding without what stands there already: in its sentence, or in the summary.

    `number` is its place among the critique's points; `contested` the event that disagrees.
    """
    what = finding.what.removeprefix(summary).strip() or None
    held = what is not None and finding.quote.rstrip(".!,;: ") in finding.what
    contest = review.contest_of(finding)
    return {
        "quote": None if held else finding.quote,
        "what": what,
        "number": number,
        "contested": contest.seq if contest else None,
    }


def aside(item: Aside, rubric: Rubric) -> list[Piece]:
    """Return a hint, or a question in a time-out and its answer, in the coach's own colour."""
    if isinstance(item, TimeOutTaken):
        asked = message(f"time-out-{item.seq}-you", YOU, item.question, user=True)
        answer = message(f"time-out-{item.seq}", COACH, plain(item.answer), avatar=COACH)
        return [asked, answer]
    named = [p.name for p in rubric.principles if p.id == item.principle]
    text = f"**{plain(named[0])}.** {plain(item.text)}" if named else plain(item.text)
    return [message(f"hint-{item.seq}", COACH, text, avatar=COACH)]


def note(text: str, *buttons: tuple[str, str]) -> Piece:
    """Return a plain word about what went wrong or is left to do; `buttons` are (action, label)."""
    offered = [{"action": action, "label": label} for action, label in buttons]
    return element("note-box", "Note", {"text": text, "buttons": offered}, "note")


def end_note(talk: Talk) -> Piece:
    """Return the note under a talk that the client has ended."""
    return note(ended_words(talk.started.persona.name, talk.state), *AT_THE_END)


def bar(talk: Talk, for_id: str, *, paused: bool = False) -> Piece:
    """Return the buttons under the latest message: one element that moves, so none pile up."""
    props = {"paused": paused, "ended": talk.ended is not None, "turns": len(talk.branch)}
    return element("bar", "TalkBar", props, for_id)


def side(talk: Talk, record: TrackRecord) -> Piece:
    """Return the side panel."""
    return element("panel", "Coach", panel(talk, record), "panel", "side")


def shows_critiques(talk: Talk) -> bool:
    """Say whether critiques are to be seen now."""
    return talk.coaching == "live" or (talk.ended is not None and talk.coaching != "off")


def asides(talk: Talk, after: str | None) -> list[Aside]:
    """Return hints and time-outs that followed exchange `after` (None: the opening)."""
    found = (e for e in talk.events if isinstance(e, HintGiven | TimeOutTaken))
    return [item for item in found if item.after == after]


def whole(talk: Talk, rubric: Rubric, record: TrackRecord) -> tuple[list[Piece], list[Piece]]:
    """Return the talk as it stands in the log: its messages and its elements, in order."""
    steps = [message("brief", HOUSE), client_says(talk, "opening", talk.started.opening)]
    steps += _flat(aside(item, rubric) for item in asides(talk, None))
    elements = [brief(talk)]
    for exchange in talk.branch:
        turn_id = exchange.turn_id
        steps.append(message(f"{turn_id}-you", YOU, exchange.advisor, user=True))
        steps.append(client_says(talk, f"{turn_id}-reply", exchange.reply.text))
        if shows_critiques(talk):
            elements.append(critique(talk, turn_id, rubric, record))
        steps += _flat(aside(item, rubric) for item in asides(talk, turn_id))
    return steps, [*elements, side(talk, record)]


def _flat(groups: Iterable[list[Piece]]) -> list[Piece]:
    return [piece for group in groups for piece in group]
