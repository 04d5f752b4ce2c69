"""Turns outside the usual give and take: empty, repeated, foreign, beside the point, out of role."""

from typing import Final, NamedTuple, Self

from chatbot.coder.context import Context
from chatbot.coder.words import FILLERS, Word, compiled, stem, stems_of, words
from chatbot.domain.moves import Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.words import fold

_MACHINE: Final = (
    r"\b(?:are you (?:\w+ )?(?:an? |just an? |really an? |even )?(?:ai|bot|chat ?bot|robot"
    r"|machine|computer|llm|language model|real|human|(?:real )?person|gpt|chatgpt|program"
    r"|simulation|simulated)\b"
    r"|am i (?:talking|speaking|chatting) (?:to|with) (?:an? )?(?:ai|bot|machine|robot"
    r"|human|computer|real|person|program)|is this (?:an? )?(?:ai|bot|chat ?bot"
    r"|real person|simulation|automated|machine)|you(?:'?re| are) (?:just )?(?:an? )?(?:ai"
    r"|bot|chat ?bot|robot|machine|language model|llm|computer program)\b)"
)
_FUNCTION_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        "the and you is to of that it for with this have are what your be not do i my would "
        "can was how from but so if about as me".split()),
    "de": frozenset(
        "der die das und ist nicht ich sie mit auf ein eine für zu den dem wir es haben sind "
        "auch wie aber wenn bei von ihnen ihre mir mich kann dass was oder wird noch".split()),
    "fr": frozenset(
        "le la les et est une vous je pas pour dans que qui avec nous sur ce cette votre vos "
        "mais ne des du au sont avez si plus elle être cela comme ou".split()),
    "es": frozenset(
        "el la los las y es una usted no para en que con por su se lo como más pero está qué "
        "le del al muy si nos tiene cuando son hay".split()),
    "it": frozenset(
        "il la le gli e è una lei non per in che con si di sono come ma più questo della del "
        "ha cosa mi anche se nel quando suo sua".split()),
    "pt": frozenset(
        "o a os as e é uma você não para em que com por seu sua se mas como mais isso está do "
        "da ao muito tem são quando eu".split()),
    "nl": frozenset(
        "de het en is niet een u ik je voor met op van dat die zijn we wat hoe maar er aan bij "
        "ook als kunt heeft uw of dan nog wel".split()),
    "pl": frozenset(
        "i w nie na się że to jest do z co jak pan pani ja o ale czy tak dla po za są może być "
        "tego ten już tylko".split()),
    "sv": frozenset(
        "och är det en att inte jag du på för med som har vi den av till om vad kan ett så men "
        "hur ni eller din".split()),
}  # fmt: skip

_IN_THE_ROOM: Final = frozenset(
    "you your yours youre youve youd youll yourself we our us lets".split()
)
#: So many words of content can be about something.
_MANY: Final = 5
#: A client of whom so many words are known has things of their own to be talked about.
_SPOKEN_FOR: Final = 40


class Held(NamedTuple):
    """What a turn surely holds: more than information or a bare question; listening; tones."""

    tells: bool
    listens: bool
    chats: bool
    evades: bool


def occasion_of(
    text: str,
    found: tuple[Word, ...],
    context: Context,
    persona: Persona,
    held: Held,
) -> Occasion | None:
    """Return what makes the turn an odd one, if anything does.

    Args:
        text: the turn.
        found: its words.
        context: what stands before.
        persona: whose language and vocabulary count.
        held: what the turn surely holds.
    """
    folded = fold(text)
    if compiled(_MACHINE).search(folded):
        return Occasion.ASKED_IF_MACHINE
    if _is_empty(text, found):
        return Occasion.EMPTY
    if _plays_client(folded, persona):
        return Occasion.PLAYS_CLIENT
    if _is_foreign(text, found, persona.language):
        return Occasion.FOREIGN
    if _is_repeated(found, context):
        return Occasion.REPEATED
    strange = _Strange.of(found, context, persona)
    if not (held.tells or held.evades) and strange.utterly and not _spoken_to(found):
        return Occasion.OFF_TOPIC
    if held.chats and not held.listens and strange.mostly:
        return Occasion.OFF_TOPIC
    return None


class _Strange(NamedTuple):
    """How many content words a turn has, how many of them are known from talk, brief or persona."""

    stems: int
    known: int
    person: bool

    @classmethod
    def of(cls, found: tuple[Word, ...], context: Context, persona: Persona) -> Self:
        """Count the content words of a turn."""
        content = {stem(w.form) for w in found if len(w.form) > 3 and w.form not in FILLERS}
        stems = content & stems_of(" ".join(word.form for word in found))
        own = vocabulary(persona)
        return cls(len(stems), len(stems & (context.said_stems | own)), len(own) > _SPOKEN_FOR)

    @property
    def utterly(self) -> bool:
        """Five words or more, and hardly one of them known."""
        return self.stems >= _MANY and self.known <= 0.1 * self.stems

    @property
    def mostly(self) -> bool:
        """Half of the words or more are new to this talk, and there is a client to know them."""
        return self.person and self.stems > 0 and 2 * self.known <= self.stems


_EMPTY: Final = frozenset(
    "ok okay k mm mhm mmhm hm hmm hmmm uh um uhhuh uh huh ah oh yeah yep right i see er erm".split()
)


def _is_empty(text: str, found: tuple[Word, ...]) -> bool:
    """Blank, dots, or an acknowledgement of three words at most."""
    if not found:
        return not any(c.isalpha() for c in text)
    return len(found) <= 3 and all(word.form in _EMPTY for word in found)


def _plays_client(folded: str, persona: Persona) -> bool:
    names = {fold(persona.name), fold(persona.name).split()[0]}
    return any(
        folded.lstrip("*[ ").startswith((f"{name}:", f"{name}]:", f"{name}**:")) for name in names
    )


def _is_foreign(text: str, found: tuple[Word, ...], language: str) -> bool:
    """Tell another language by its function words, or another script by its letters."""
    own = language.split("-", maxsplit=1)[0]
    if own not in _FUNCTION_WORDS:
        return False
    if not text.isascii():
        letters = [c for c in text if c.isalpha()]
        latin = sum(c < "\u0250" for c in letters)
        if len(letters) >= 4 and latin < 0.5 * len(letters):
            return True
    if len(found) < 4:
        return False
    counts = {
        code: sum(word.form in function for word in found)
        for code, function in _FUNCTION_WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best != own and counts[best] >= 2 and counts[best] >= 2 * counts[own] + 2


def _is_repeated(found: tuple[Word, ...], context: Context) -> bool:
    """Near-identical to an earlier turn of the advisor's: at least nine tenths of the words."""
    if len(found) < 4:
        return False
    now = [word.form for word in found]
    for earlier in context.earlier[-12:]:
        before = _forms(earlier)
        shorter, longer = sorted((len(now), len(before)))
        if shorter < 0.85 * longer:
            continue
        common = len(set(now) & set(before))
        if common >= 0.9 * max(len(set(now)), len(set(before))):
            return True
    return False


def _forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


def _spoken_to(found: tuple[Word, ...]) -> bool:
    """Say whether anybody in the room is meant."""
    return any(word.form in _IN_THE_ROOM for word in found)


def vocabulary(persona: Persona) -> frozenset[str]:
    """Return the content stems of the brief and of everything the persona may talk about."""
    brief = persona.advisor_brief
    texts = [persona.about, persona.domain, brief.role, brief.situation, brief.recommendation]
    texts += [brief.target_behaviour, brief.advisor_interest, *brief.must_tell]
    cite = brief.may_cite
    texts += [*cite.case_facts, *cite.evidence, *cite.fees, *cite.track_record]
    for content in persona.contents():
        texts += [content.say, " ".join(content.cues).replace("*", "")]
    return frozenset[str]().union(*(stems_of(text) for text in texts))
