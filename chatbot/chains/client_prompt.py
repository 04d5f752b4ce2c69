"""The client's prompt: who they are, then the talk, and the move last.

Nothing that must not be said is in it: no concern, value or plan that this client is not ready to
tell, no threshold, no figure of the state, and nothing of the advisor's brief but whom the client is
talking with and what is recommended.
"""

import re
from collections.abc import Iterable
from typing import Final

from chatbot.chains.window import window
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.errors import PromptError
from chatbot.domain.guard_leaks import client_about, gives_away
from chatbot.domain.leeway import Standing, may_wait
from chatbot.domain.moves import ASKING, DECIDED, Act, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief
from chatbot.domain.prompt import Message, Prompt, Template

#: Acts that show a voice well; one line of each stands in the prompt as a sample.
_SAMPLED: Final = (
    Act.HESITATE,
    Act.DISCOUNT,
    Act.ACKNOWLEDGE,
    Act.SUSTAIN_REASON,
    Act.SET_BOUNDARY,
    Act.DESIRE,
)
#: Occasions that say all there is to do; the act behind them is only the tone.
_GOODBYES: Final = frozenset({Occasion.GOODBYE, Occasion.GOODBYE_COOL})
_SAMPLE_WORDS: Final = range(5, 25)
_SHORT: Final = 12
_PARTS: Final = (
    *(
        "system",
        "opens",
        "opens_later",
        "silence",
        "marker",
        "told",
        "standing",
        "act",
        "acts",
        "word",
    ),
    *("say", "say_or_wait", "question", "at_hand", "deeper", "way", "way_later", "nothing_new"),
    *("ends", "decided", "length", "length_free", "length_short", "repair"),
)


def check_template(template: Template) -> None:
    """Make sure that every act and occasion has its direction.

    Raises:
        PromptError: a section is missing.
    """
    wanted = {*_PARTS, *(f"act_{act}" for act in Act), *(f"on_{odd}" for odd in Occasion)}
    wanted |= {f"stands_{one}" for one in Standing}
    if missing := sorted(wanted - template.sections.keys()):
        raise PromptError(f"prompt '{template.name}' lacks the section {', '.join(missing)}")


def client_prompt(template: Template, brief: Brief) -> Prompt:
    """Render the prompt of one move."""
    system = Message(role="system", text=_system(template, brief.persona))
    talk = _talk(template, brief.transcript)
    said = talk[-1]
    last = said.model_copy(update={"text": f"{said.text}\n\n{_direction(template, brief)}"})
    return Prompt(messages=(system, *talk[:-1], last))


def repair_prompt(template: Template, prompt: Prompt, reply: str, problem: str) -> Prompt:
    """Add the reply that cannot be said, and why."""
    again = Message(role="user", text=template.fill("repair", problem=problem))
    if not reply.strip():
        last = prompt.messages[-1]
        joined = last.model_copy(update={"text": f"{last.text}\n\n{again.text}"})
        return Prompt(messages=(*prompt.messages[:-1], joined))
    return Prompt(messages=(*prompt.messages, Message(role="assistant", text=reply.strip()), again))


def _system(template: Template, persona: Persona) -> str:
    return template.fill(
        "system",
        name=persona.name,
        age=str(persona.age),
        language=persona.language,
        about=client_about(persona),
        style=persona.speech.style,
        habits=_bullets(h for h in persona.speech.habits if not gives_away(h, persona)),
        sound=_bullets(_samples(persona)) or "-",
        advisor_role=re.split(r"[,.;:(]", persona.advisor_brief.role)[0].strip(),
        advice=persona.advisor_brief.recommendation,
    )


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _samples(persona: Persona) -> list[str]:
    """Choose lines that tell nothing and show how this person sounds."""
    found = []
    for act in _SAMPLED:
        for line in persona.lines.get(act, ()):
            fits = not line.about and len(line.text.split()) in _SAMPLE_WORDS
            if fits and not gives_away(line.text, persona):
                found.append(line.text)
                break
    return found


def _talk(template: Template, transcript: Transcript) -> tuple[Message, ...]:
    """Return the talk as alternating messages; many servers want the first to be the user's."""
    start = window(transcript)
    messages = [Message(role="user", text=template.fill("opens_later" if start else "opens"))]
    marker = template.sections["marker"]
    for turn in transcript.turns[start:]:
        if turn.speaker is Speaker.CLIENT:
            messages.append(Message(role="assistant", text=turn.text))
        else:
            text = turn.text if turn.text.strip() else template.fill("silence")
            messages.append(Message(role="user", text=_unmarked(text, marker)))
    return tuple(messages)


def _unmarked(text: str, marker: str) -> str:
    """Take the brackets off a stage direction that the advisor wrote; all else stays as typed."""
    return re.sub(re.escape(marker), marker.strip("[]"), text, flags=re.IGNORECASE)


def _direction(template: Template, brief: Brief) -> str:
    """Return the stage direction: what is known and how it stands, then the move or the choice."""
    move, told = brief.move, _told(brief)
    parts = [template.fill("marker")]
    if told:
        parts.append(template.fill("told", told=told))
    if brief.leeway.standing:
        standing = " ".join(template.fill(f"stands_{one}") for one in brief.leeway.standing)
        parts.append(template.fill("standing", standing=standing))
    if brief.leeway.asked:
        content_id, times = brief.leeway.asked
        question = brief.persona.content(content_id).say
        parts.append(template.fill("asked", question=question, times=_times(times)))
    parts += _choice(template, brief) if brief.leeway.acts else _order(template, brief)
    most = str(move.max_words)
    if brief.leeway.acts:
        words = str(brief.leeway.words)
        parts.append(template.fill("length_free", words=words, max_words=most))
        parts.append(template.fill("word"))
    else:
        short = move.max_words <= _SHORT
        parts.append(template.fill("length_short" if short else "length", max_words=most))
    return "\n".join(parts)


def _order(template: Template, brief: Brief) -> list[str]:
    """Return what is to be done and told, where there is nothing to choose."""
    move = brief.move
    parts = [template.fill("act", act=_act(template, move))]
    if not move.say:
        return [*parts, template.fill("nothing_new")]
    return [*parts, template.fill("say_or_wait" if may_wait(move) else "say", say=move.say)]


def _choice(template: Template, brief: Brief) -> list[str]:
    """Return what may be done and what may be told.

    What was planned comes first, but a decision comes last: it is the model's to see whether the
    talk has come to it. Planned content is on the client's mind only where the advisor touched it.
    """
    move, leeway = brief.move, brief.leeway
    says = {content.id: content.say for content in brief.persona.contents()}
    parts = [template.fill("acts", acts=_bullets(_ways_to_go(template, brief)))]
    at_hand = leeway.at_hand
    if move.act in ASKING and move.say and leeway.first not in move.content_ids:
        parts.append(template.fill("question", say=move.say))
    elif may_wait(move) and {touch.content_id for touch in brief.heard.touches} & {
        *move.content_ids
    }:
        parts.append(template.fill("say_or_wait", say=move.say))
    elif may_wait(move):
        at_hand = (*move.content_ids, *at_hand)
    if at_hand:
        listed = _bullets(says[content_id] for content_id in at_hand)
        parts.append(template.fill("at_hand", at_hand=listed))
    if leeway.deeper:
        parts.append(template.fill("deeper", say=says[leeway.deeper]))
    planned = move.content_ids if move.act is Act.COMMITMENT else ()
    way = says.get(next(iter(planned), leeway.way or ""))
    if way and leeway.first:
        parts.append(template.fill("way_later", say=way, question=says[leeway.first]))
    elif way:
        parts.append(template.fill("way", say=way))
    return parts


def _ways_to_go(template: Template, brief: Brief) -> list[str]:
    move = brief.move
    first = (move.act, " ".join(_act(template, move).splitlines()))
    acts = [(act, template.fill(f"act_{act}")) for act in brief.leeway.acts]
    acts = [*acts, first] if move.act is Act.COMMITMENT else [first, *acts]
    return [f"[{act}] {words}" for act, words in acts]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, "more than twice")


def _act(template: Template, move: Move) -> str:
    """Return the move in plain words: the occasion first, where there is one."""
    parts = [] if move.occasion is None else [template.fill(f"on_{move.occasion}")]
    if move.occasion not in _GOODBYES:
        parts.append(template.fill(f"act_{move.act}"))
    if move.closes in DECIDED and move.act is not Act.COMMITMENT:
        parts.append(template.fill("decided"))
    elif move.ends:
        parts.append(template.fill("ends"))
    return "\n".join(parts)


def _told(brief: Brief) -> str:
    """List what the client has told, in the order of telling; the move's own content is no news."""
    now = set(brief.move.content_ids)
    says = {content.id: content.say for content in brief.persona.contents()}
    return _bullets(says[i] for i in brief.told if i in says and i not in now)
