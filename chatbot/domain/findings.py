"""A volley to be judged, and what can be found in it."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from chatbot.domain.asking import speaks_to, straight_question
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import INPUT, REFLECTIONS, Code, CodedSegment, Heard, Marker, Quoted
from chatbot.domain.dialogue import Speaker
from chatbot.domain.moments import refuses
from chatbot.domain.ports import Evaluation
from chatbot.domain.words import fold, roots, sentences

#: A code heard with less confidence than this is no ground for a finding.
SURE: Final = 0.45
#: The same for what the client's turn was.
SURE_OF_CLIENT: Final = 0.55
#: A duty counts as told when this share of its content words has been said, by their roots.
TOLD: Final = 0.25
#: Words of a quote: what is longer is narrowed to the sentence that matters, and then cut.
LONGEST_QUOTE: Final = 18
#: A long sentence is cut at a clause only if as many words as this remain.
FEWEST_QUOTED: Final = 6
_CLAUSE: Final = re.compile(
    r"[,;:–—]\s+(?:(?:and|but|so|or|because)\s+)?|\s+(?=(?:and|but|so|because|which|when|if)\s)"
)

#: Decisions against, as `ClientTalk.types` names them: not (yet) doing it, not meaning to.
_REFUSING: Final = frozenset({"C-", "AC-"})
_READY: Final = frozenset({"C+", "AC+", "TS+"})
#: How sure (0–1) an answer must be heard that shows in no word; and a stake that was named.
_SURE_OF_ANSWER, _SURE_OF_STAKE = 0.75, 0.5


#: A turn is quoted whole up to this many characters.
WHOLE: Final = 160


class Found(NamedTuple):
    """A kind of finding and the words that earned it; `times` scales its weight."""

    kind: str
    at: Quoted
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """A volley to be judged: what was heard, and the client's turns around it as coded."""

    evaluation: Evaluation
    client: ClientTalk
    earlier_client: tuple[ClientTalk, ...] = ()

    @property
    def heard(self) -> Heard:
        """The volley in question."""
        return self.evaluation.heard[-1]

    @property
    def earlier(self) -> tuple[Heard, ...]:
        """The volleys before it."""
        return self.evaluation.heard[:-1]

    @property
    def said(self) -> str:
        """The turn with what is not said to the client blanked out; offsets stay."""
        text = self.evaluation.text
        for start, end in self.heard.beside:
            text = text[:start] + " " * len(text[start:end]) + text[end:]
        return text

    @property
    def whole(self) -> Quoted:
        """The longest stretch said to the client in one go, or its beginning if it is long."""
        text = self.evaluation.text
        edges = [0, *(edge for one in self.heard.beside for edge in one), len(text)]
        runs = [_trimmed(text, *run) for run in zip(edges[::2], edges[1::2], strict=True)]
        start, end = max(runs, key=lambda run: run[1] - run[0])
        if end - start > WHOLE:
            cut = text.rfind(" ", start + 1, start + WHOLE - 10)
            end = cut if cut > 0 else start + WHOLE - 10
        return Quoted(quote=text[start:end], start=start, end=end)

    @property
    def spoken(self) -> str:
        """What of the turn carries a code; all of it, if nothing does."""
        return " ".join(s.quote for s in self.heard.segments) or self.said

    def sure(self, *codes: Code) -> CodedSegment | None:
        """Return a segment of these codes that was heard with enough confidence."""
        found = self.heard.get(*codes)
        return found if found is not None and found.confidence >= SURE else None

    def bare(self, *codes: Code) -> bool:
        """Say whether the volley holds these codes and nothing else: no other code, no marker."""
        return bool(self.heard.codes) and self.heard.codes <= set(codes) and not self.heard.markers

    def narrowed(self, where: Quoted, key: re.Pattern[str] | None = None) -> Quoted:
        """Return the words of a piece that matter: the sentence with `key`, else the longest one.

        Of a long sentence it is the clause with `key` and what follows, or its beginning, 18 words
        at most.
        """
        piece = where
        if key is not None or _long(where.quote):
            parts = sentences(where.quote)
            chosen = next((part for part in parts if key and key.search(fold(part))), None)
            piece = _within(where, chosen or max(parts, key=len, default=where.quote))
        if key is not None and _long(piece.quote) and (match := key.search(fold(piece.quote))):
            starts = [m.end() for m in _CLAUSE.finditer(piece.quote) if m.end() <= match.start()]
            piece = _within(piece, piece.quote[starts[-1] if starts else 0 :])
        return _within(piece, _beginning(piece.quote))

    def sentence(self, found: re.Match[str]) -> Quoted:
        """Return the sentence of the turn in which a pattern was found, at most 18 words of it."""
        text = self.said
        whole = Quoted(quote=text, start=0, end=len(text))
        for one in sentences(text):
            piece = _within(whole, one)
            if piece.start <= found.start() < piece.end:
                return self.narrowed(piece)
        return Quoted(quote=found[0], start=found.start(), end=found.end())

    @property
    def talk(self) -> Talk:
        """What the client's last turn was; neutral, where that was not heard well enough."""
        return self.client.talk if self.client.confidence >= SURE_OF_CLIENT else Talk.NEUTRAL

    @property
    def client_resists(self) -> bool:
        """The client's last turn spoke against the advice or the advisor."""
        return self.client.discord or self.talk is Talk.SUSTAIN

    @property
    def speaks_for_it(self) -> bool:
        """The client's last turn spoke for the step, with nothing said against it."""
        return self.talk is Talk.CHANGE and not _against(self.client)

    @property
    def client_refused(self) -> bool:
        """The client's last turn was a no, and not only a doubt."""
        if self.client.talk is Talk.CHANGE:
            return False
        said = self.evaluation.before.last_client
        refused = bool(_REFUSING & set(self.client.types)) or refuses(said)
        return refused and self.client_resists

    @property
    def client_ready(self) -> bool:
        """The client's last turn turned towards the step, with nothing said against it."""
        return ready(self.client)

    @property
    def asked(self) -> str | None:
        """The straight question at the end of the client's turn, which waits for its answer.

        It is the whole sentence, as far as that can be held before somebody. What is asked for
        show, or out of courtesy, waits for none.
        """
        return straight_question(self.client.question, self.evaluation.before.last_client)

    @property
    def unanswered(self) -> bool:
        """A question waited for its answer, and this turn leaves it open."""
        return self.asked is not None and self.answer is None

    @property
    def answer(self) -> Quoted | None:
        """What was said straight in answer: an answer, an interest named, a limit admitted."""
        limit = self.heard.marker(Marker.ADMITS_LIMIT)
        stake = self.heard.marker(Marker.DISCLOSES_INTEREST)
        if limit or (stake and stake.confidence >= _SURE_OF_STAKE):
            return limit or stake
        answer = self.heard.marker(Marker.ANSWERS)
        if answer is None or answer.confidence >= _SURE_OF_ANSWER or self.speaks_to(answer.quote):
            return answer
        return None

    def speaks_to(self, said: str) -> bool:
        """Say whether words take up the client's, give a figure, or begin as an answer does."""
        return speaks_to(said, self.evaluation.before.last_client, self.asked or "")

    @property
    def listened_before(self) -> bool:
        """Something of the client's has been given back in this talk, this turn included."""
        return any(heard.has(*REFLECTIONS) for heard in self.evaluation.heard)

    @property
    def informed_before(self) -> int:
        """In how many earlier volleys there was information or advice."""
        return sum(heard.has(*INPUT) for heard in self.earlier)

    @property
    def untold_duties(self) -> tuple[str, ...]:
        """What the advisor must tell and has not said yet, as far as words show.

        In doubt it was told: one of its figures was said, or some of its words.
        """
        said = (*self.evaluation.before.said_by(Speaker.ADVISOR), self.said)
        spoken = roots(" ".join(said))
        return tuple(
            duty
            for duty in self.evaluation.brief.must_tell
            if len(words := roots(duty)) > 0
            and not any(word[0].isdigit() for word in words & spoken)
            and len(words & spoken) < TOLD * len(words)
        )


def ready(client: ClientTalk) -> bool:
    """Say whether a client turn is a decision, a readiness or a step, with no reason against."""
    return not _against(client) and (client.commitment or bool(_READY & set(client.types)))


def _against(client: ClientTalk) -> bool:
    return any(kind.endswith("-") for kind in client.types)


def _long(text: str) -> bool:
    return len(text.split()) > LONGEST_QUOTE


def _beginning(text: str) -> str:
    """Return a text of at most 18 words: up to the last clause that fits, else cut."""
    words = re.match(rf"(?:\S+\s+){{{LONGEST_QUOTE - 1}}}\S+", text)
    if words is None or not _long(text):
        return text
    ends = [m.start() for m in _CLAUSE.finditer(text) if m.start() <= words.end()]
    fits = [end for end in ends if len(text[:end].split()) >= FEWEST_QUOTED]
    return text[: fits[-1]].rstrip() if fits else words[0]


def _within(where: Quoted, quote: str) -> Quoted:
    """Return a part of a quoted piece, with its place in the turn."""
    start = where.start + where.quote.index(quote)
    return Quoted(quote=quote, start=start, end=start + len(quote))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the edges of a stretch without the blanks around it."""
    end = start + len(text[start:end].rstrip())
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end
