"""Honesty in advice, beside MITI: answers, dodges, disclosed interest, owned faults, promises."""

from collections.abc import Iterator
from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.segments import Segment
from chatbot.coder.touches import cues_hit
from chatbot.coder.words import compiled, content_stems, stems_of, words
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import MI_NON_ADHERENT, CodedSegment, Marker, MarkerHit
from chatbot.domain.persona import Persona

DISCLOSES: Final = (
    r"\b(?:(?:i|we|my (?:firm|company|office|employer|bank|boss)|our (?:firm|company|office)|the (?:firm|company|bank|office)) (?:would |will |'ll |do |also |personally |only |just |don'?t |do not |would not |wouldn'?t |won'?t |'d )*"
    r"(?:earns?|makes?|gets?|receives?|gains?|collects?|charges?|takes?)(?! (?:it\b|that\b(?! (?:commission|fee))|you\b|why|how|the (?:sense|feeling|impression)|back to|this\b|in touch|sure|notes?|care|a sense|off|your (?:point|concern)|what))"
    r"(?: \w+){0,6} ?(?:[$£€]?\d[\d,.]*|per ?cent|%|commission|bonus|money|fee|paid|nothing|anything|a (?:cut|share|percentage|kickback)|more|less|the same|from (?:this|it|you|them|the)|if you|on (?:this|it|every|each)|either way|whether)"
    r"|(?:i|we)(?:'?m| am|'?re| are)(?: not)? (?:\w+ )?(?:paid|on commission|tied|rewarded)|(?:my|our) (?:own )?(?:commission|bonus|interest (?:here|in (?:this|it)|is)|fee (?:is|comes|would)|cut|stake|earnings|salary|pay|income)|conflict of interest"
    r"|there(?:'?s| is) (?:something|nothing|money|a commission|a bonus|[$£€]?\d[\d,.]* ?\w*) in (?:it|this) for (?:me|us|the firm)|what'?s in it for (?:me|us)|i have an interest|i (?:stand to|would) (?:gain|benefit|profit|lose)|counts? towards? my (?:\w+ )?(?:bonus|target)|comes? out of my)\b"
)
OWNS: Final = (
    r"\b(?:(?:that|this|it)(?:'?s| was| is| were)(?: \w+)? (?:my|our) (?:own )?(?:mistake|fault|error|failure|doing|oversight|responsibility|bad)|(?:my|our) (?:mistake|fault|error|oversight|bad)\b(?! if)"
    r"|(?:i|we)(?:'?ve| have)? (?:\w+ly |just |really |simply )?(?:got (?:that|this|it|the \w+|things|your \w+) (?:badly |completely |all |plain )?wrong|messed (?:that |this |it )?up|made (?:a|an|that|the|some|several) (?:\w+ )?(?:mistake|error)s?|let you down|failed (?:you|to)|screwed up|dropped the ball|was wrong|were wrong|was too (?:quick|fast|pushy|hasty)|were too (?:quick|fast|pushy|hasty)"
    r"|should(?:n'?t| not)? have (?!a\b|to\b|the\b|some\b|all\b|an\b)(?:\w+)|pushed (?:you )?(?:too|you|harder|hard)|rushed (?:you|it|this)|missed (?:that|it|what|the|your)|overlooked|talked over you|wasn'?t listening|didn'?t (?:listen|tell you|call|ring|hear you|answer|check|explain|warn you)|did not (?:listen|tell you|call|ring|hear|answer|check|explain)|(?:was|have been|'?ve been) (?:pushing|rushing|lecturing|talking at|talking over|arguing))"
    r"|i (?:do |really |want to |must |owe you an )?apologi[sz]e (?:for|that)|i owe you an apology|i(?:'?m| am) (?:\w+ )?sorry (?:that |for |about |because )?(?:i|we|my|our|not|pushing|rushing|the (?:mistake|delay|error|way (?:i|we))|what (?:i|we)|how (?:i|we))(?: |\b)(?!have to|must|need to|feel)|that'?s on (?:me|us)|i take (?:full |the )?(?:responsibility|blame)|no excuse)\b"
)
_NOT_OWNED: Final = r"\b(?:sorry (?:you feel|if|to hear|that you (?:feel|think|see|took))|but (?:you|that'?s|it'?s|still)|(?:not|wasn'?t|isn'?t|never) (?:really |entirely )?(?:my|our) (?:fault|mistake)|mistakes were made|should have a (?:look|think|talk)|we should have (?:it|that|this|an answer) )"
OVERPROMISES: Final = (
    r"\b(?:(?:i|we) (?:can |will |'ll |absolutely |personally |do )*guarantee(?!s? period)|guaranteed? (?:that|to|you|it|results?|returns?|success|profit)|(?:is|it'?s|that'?s|are|'?re|totally|completely|absolutely|100 ?%|fully) guaranteed|you (?:can'?t|cannot|can not|won'?t|will not|couldn'?t|can never) (?:possibly |ever )?(?:lose|go wrong|fail)|(?:zero|no|without any|without|absolutely no) risk\b(?! (?:is|of this|assessment))|risk[- ]free|100 ?(?:%|per ?cent) (?:safe|sure|certain|secure|success)|(?:completely|totally|absolutely|perfectly|entirely) (?:safe|secure|certain|foolproof|risk)|nothing (?:can|will|could) (?:ever )?go wrong"
    r"|(?:trust|believe) me,? (?:it|this|you|that|they)(?:'?ll| will|'?s going to| always| never)|i promise (?:you )?(?:it|this|that|you|nothing|they|the)|never (?:fails?|loses?|goes down|breaks?|crashes)|always (?:goes up|works|pays|wins|recovers)|(?:foolproof|fail-?safe|bullet-?proof|sure thing|cast-iron|rock solid|can'?t[- ]lose)|will (?:definitely|certainly|absolutely|never) (?:\w+ )?(?:go up|work|rise|grow|fail|lose|pay|win|double|recover|go wrong|crash|happen)|i(?:'?m| am) (?:100 ?%|absolutely|completely) (?:sure|certain) (?:it|that|you|this))"
)
_NEGATED: Final = r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t|no one can|nobody can|nobody|not|no|never|isn'?t|without|don'?t|neither|nor|if i (?:said|told|promised))\b[^.;!?]{0,24}$"
ADMITS: Final = (
    r"\b(?:i (?:really |honestly |just |simply )?(?:don'?t|do not) (?:actually |yet |really )?(?:know(?! (?:why you|what you (?:want|mean|expect|think)|how (?:else|you|many times|much more)|what (?:else|more) (?:i|to say)))|have (?:an answer|the answer|that figure|those figures|a (?:good )?(?:case|example|comparison|figure)|figures|any (?:data|figures|evidence|example|comparable)|experience with))|i(?:'?m| am) not (?:\w+ )?(?:sure(?! (?:you|why you|what you))|certain|the right person|an? (?:expert|lawyer|doctor|accountant|tax|specialist)|qualified)"
    r"|(?:i|we|nobody|no one|noone|anyone) (?:can'?t|cannot|can|could|couldn'?t) (?:promise|guarantee|say for (?:sure|certain)|tell you for (?:sure|certain)|predict|know(?: that| for)?|rule (?:that|it) out)|(?:there(?:'?s| is| are)|with) no (?:guarantees?|promises?|certainty)|not guaranteed|i(?:'?d| would|'?ll| will)? (?:have|need) to (?:look (?:that|it|this|into)|check|find out|ask|read up)|i(?:'?ll| will) (?:find out|look it up|check (?:that|it) (?:and|with|for))|(?:outside|beyond) (?:my|what i)|i (?:may|might|could) (?:well |easily )?be (?:wrong|mistaken)|i have no (?:idea|figures|data|example|comparable|way of knowing|experience)|that(?:'?s| is) (?:more than i know|where my knowledge|not my field|out of my)|it(?:'?s| is) (?:uncertain|not certain|impossible to say)|hard to say|we don'?t (?:know|have (?:figures|data))|(?:can'?t|cannot) (?:answer|tell you|say) (?:that|yet|how|whether|if|for))\b"
)
_DODGE: Final = (
    r"\b(?:let'?s (?:not (?:get|go|talk|worry|dwell)|focus on|stick to|talk about (?:something|what|the (?:benefits|real))|come back to that|leave (?:that|it) (?:aside|for)|park|move on|get back to|concentrate)|(?:don'?t|no need to|you (?:needn'?t|don'?t need to|shouldn'?t)) (?:\w+ )?worry (?:about|yourself)|(?:that|it|this)(?:'?s| is)(?: really)? (?:not|n'?t) (?:important|the (?:point|issue|question)|relevant|what matters|something (?:i|we))|the (?:important|main|real|more important) (?:thing|point|question|issue) is|what (?:really )?matters is|we(?:'?ll| will| can) (?:get|come|talk|discuss|look)(?: \w+){0,3} (?:to that|that later|later|another time|in due course)"
    r"|i (?:can'?t|cannot|couldn'?t|don'?t|won'?t|'?d rather not) (?:discuss|go into|get into|talk about|disclose|comment|share that)|confidential|why do you ask|what makes you (?:ask|say that)|beside the point|irrelevant|not (?:really )?(?:your|a) concern|none of your|everyone (?:gets|has to|needs to|earns|makes)|(?:all|like) (?:advis[eo]rs|firms|companies|professionals|everyone) (?:get|are|has|have|do|else)|trust me|that'?s (?:complicated|a long story|technical|standard|industry standard|just how)|it'?s (?:complicated|all in the (?:brochure|contract|documents|paperwork|small print))|you(?:'?d| would) have to ask|good question|as i (?:said|mentioned|explained)|i only want (?:the|what)|i just want (?:the|what))\b"
)


def markers_of(
    segments: tuple[Segment, ...],
    coded: tuple[CodedSegment, ...],
    context: Context,
    persona: Persona,
) -> tuple[MarkerHit, ...]:
    """Return the honesty markers of a volley, each at most once, in order."""
    best: dict[Marker, MarkerHit] = {}
    for piece in segments:
        for hit in _standing(piece):
            best.setdefault(hit.marker, hit)
    if context.asked:
        reply = _reply(segments, coded, context, persona, best)
        if reply is not None:
            best[reply.marker] = reply
    return tuple(sorted(best.values(), key=lambda hit: hit.start))


def _standing(piece: Segment) -> Iterator[MarkerHit]:
    """Yield the markers that need no question before them."""
    if piece.ends != "?" and compiled(DISCLOSES).search(piece.folded):
        yield _hit(piece, Marker.DISCLOSES_INTEREST, 0.75)
    if compiled(OWNS).search(piece.folded) and not compiled(_NOT_OWNED).search(piece.folded):
        yield _hit(piece, Marker.OWNS_FAULT, 0.8)
    promised = compiled(OVERPROMISES).search(piece.folded)
    if promised and piece.ends != "?":
        before = piece.folded[: promised.start()]
        if not compiled(_NEGATED).search(before):
            yield _hit(piece, Marker.OVERPROMISES, 0.8)
    if piece.ends != "?" and compiled(ADMITS).search(piece.folded):
        yield _hit(piece, Marker.ADMITS_LIMIT, 0.75)


def _reply(
    segments: tuple[Segment, ...],
    coded: tuple[CodedSegment, ...],
    context: Context,
    persona: Persona,
    standing: dict[Marker, MarkerHit],
) -> MarkerHit | None:
    """Say whether the open question was answered or dodged, if it was either."""
    for turn in context.asked:
        for piece in segments:
            confidence = _answers(piece, turn, persona)
            if confidence and not (turn is not context.talk and confidence < 0.6):
                return _hit(piece, Marker.ANSWERS, confidence)
    open_here = context.asked[0]
    if open_here is not context.talk or standing.keys() & {
        Marker.ADMITS_LIMIT,
        Marker.DISCLOSES_INTEREST,
    }:
        return None
    for piece in segments:
        if compiled(_DODGE).search(piece.folded):
            return _hit(piece, Marker.DODGES, 0.7)
    pushed = next((s for s in coded if s.code in MI_NON_ADHERENT), None)
    if pushed is None:
        return None
    return MarkerHit(
        marker=Marker.DODGES, quote=pushed.quote, start=pushed.start, end=pushed.end, confidence=0.5
    )


def _answers(piece: Segment, turn: ClientTalk, persona: Persona) -> float:
    """Return how sure it is (0–0.9) that this clause answers the question; 0: it does not."""
    if piece.ends == "?" or turn.question is None or compiled(_DODGE).search(piece.folded):
        return 0.0
    if turn.motive:
        return 0.85 if compiled(DISCLOSES).search(piece.folded) else 0.0
    asked = stems_of(turn.question)
    found = words(piece.text)
    stems = set(content_stems(found))
    for question in persona.questions:
        if len(asked & stems_of(question.say)) >= min(2, len(asked)) and cues_hit(question.cues, found):
            return 0.85
    if compiled(r"^(?:well[, ]+|oh[, ]+|honestly[, ]+)*(?:yes|no|not (?:yet|at all|really)|never|nobody|none|both|neither|nothing)\b(?! but)").search(piece.folded):
        return 0.8 if compiled(r"^(?:and |but |so )*(?:do|does|did|is|are|was|were|can|could|would|will|have|has|any)").search(turn.question.lower()) else 0.55
    figures = any(word.form[0].isdigit() for word in found)
    if figures and compiled(r"\bhow (?:much|many|long|fast|soon|often|far)|when|what (?:does|did|is|was|would|will)|cost|lose|price|worst|figure").search(turn.question.lower()):
        return 0.75
    shared = len(asked & stems)
    statement = compiled(r"^(?:so )?(?:you|it sounds|sounds)\b").search(piece.folded) is None
    if shared and statement and len(stems) > shared:
        return 0.6 if shared == 1 else 0.7
    if statement and compiled(r"\b(?:because|the reason|that'?s why|the (?:short|honest|straight) answer)\b").search(piece.folded):
        return 0.6
    return 0.0


def _hit(piece: Segment, marker: Marker, confidence: float) -> MarkerHit:
    return MarkerHit(
        marker=marker, quote=piece.text, start=piece.start, end=piece.end, confidence=confidence
    )
