"""Cues of client language: change and sustain talk by kind.

Kinds after DARN-CAT (Miller & Rollnick) with MISC 2.5's signs. Weights: log-odds, about 0.5 to 3,
set by hand.
"""

from typing import Final, NamedTuple


class TalkCue(NamedTuple):
    """A pattern that speaks for one kind of change ("R+") or sustain talk ("R-")."""

    kind: str
    pattern: str
    weight: float


_NOT: Final = (
    r"(?:don'?t|do not|didn'?t|wouldn'?t|won'?t|can'?t|cannot|couldn'?t|not|never"
    r"|no longer|hardly)"
)
_ADV: Final = (
    r"(?:really |just |definitely |probably |kind of |kinda |sort of |still |also "
    r"|actually |do |would |maybe |honestly |even |always |\w+ly )*"
)

TALK_CUES: Final = (
    TalkCue(
        "C+",
        rf"\bi(?:'ll| will|'m going to| am going to|'m gonna|'m willing to| intend to| promise"
        rf"| plan to|'m planning to) {_ADV}(?!think|have to think|see\b|be honest|never|not"
        rf"|tell you|say|stay|keep|wait|leave it|pass|lose|miss|need)\w+",
        1.7,
    ),
    TalkCue(
        "C+",
        r"\b(?:count me in|let'?s (?:do it|do that|go ahead|go with|try|start|give it)|i(?:'m"
        r"| am) in\b|you have my word|i agree to|deal\b|sign me up|i'?m ready|where do i sign"
        r"|i can commit)\b",
        2.0,
    ),
    TalkCue(
        "D+",
        rf"\b(?:i|we)(?:'d| would)? {_ADV}(?:want|wanna|wish|hope|like|love|prefer"
        rf"|look forward) (?:\w+ ){{0,2}}(?:to|it|that|something|for|one|a|my|more|less|better"
        rf"|if|i)\b",
        1.2,
    ),
    TalkCue(
        "D+",
        r"\b(?:i wish|i hope|i'd (?:love|like|be glad|be happy) |it would be (?:nice|good"
        r"|great|lovely|a relief)|that would be (?:nice|good|great|a relief|helpful)|sick of"
        r"|tired of|fed up with (?:it|this|being|having))",
        1.4,
    ),
    TalkCue(
        "AB+",
        rf"\b(?:i|we) {_ADV}(?:can|could|am able to|might be able to|know how to|managed"
        rf"|may be able|'m able to|could probably|can probably) (?!not|n'?t|see why|imagine"
        rf"|understand|never|hardly|tell you|lose|only)\w+",
        1.2,
    ),
    TalkCue(
        "AB+",
        r"\b(?:i'm (?:pretty |quite |fairly |very )?(?:confident|capable|sure i can)"
        r"|it'?s (?:possible|doable|feasible|manageable)|i(?:'ve| have) done (?:it|that"
        r"|this) before|that'?s (?:doable|feasible|manageable)|i think i can|should be able)\b",
        1.5,
    ),
    TalkCue(
        "R+",
        r"\b(?:(?:it|that|this|then|which) (?:would|could|might|'d|will|does"
        r"|did) (?:\w+ )?(?:help|save|be (?:good|better|easier|safer|worth|helpful|healthier"
        r"|nice)|make (?:it|me|things|my|sense)|give me|let me|mean)"
        r"|because (?:of )?my (?:kids|son|daughter|health|family|wife|husband|mother|children)"
        r"|(?:healthier|less stress|more energy|save (?:money|some)|for my (?:kids|health"
        r"|family|son|daughter|children|wife|husband)|otherwise i|if i don'?t|costs? me"
        r"|costing me|it'?s (?:bad|not good|killing|hurting|affecting|ruining)|(?:isn'?t"
        r"|not) (?:healthy|good for me|safe)|ruin|problem for me|scares? me|regret|hangover"
        r"|sick from|cough|got in trouble|lose my (?:job|licen[cs]e|kids|house)))\b",
        1.2,
    ),
    TalkCue(
        "R+",
        r"\b(?:you(?:'re| are) right|good point|i (?:guess|suppose) (?:it|that|i|you)(?:'s| is"
        r"|'re| could| would| should| might| do| am)|i (?:can )?see (?:that|why|what you mean"
        r"|your point)|makes sense|i didn'?t (?:know|realise|realize) that|that'?s true"
        r"|it'?s getting (?:worse|out of))\b",
        0.9,
    ),
    TalkCue(
        "N+",
        rf"\b(?:i|we)(?:'ve| have)? {_ADV}(?:need to|must|have to|got to|gotta|should|ought to"
        rf"|had better|need) (?!be honest|say|think|admit|ask|pay|know why|sit|go now|wait"
        rf"|explain)\w+",
        1.4,
    ),
    TalkCue(
        "N+",
        r"\b(?:something (?:has|needs|had) to (?:change|happen|give)|it can'?t go on"
        r"|can'?t (?:go on|leave it|keep (?:doing|going|living|on))|it'?s (?:time"
        r"|important)(?: (?:to|that|for))|i'?ve got to|it has to)\b",
        1.7,
    ),
    TalkCue(
        "AC+",
        r"\b(?:i(?:'m| am) (?:ready|prepared|willing|considering|thinking (?:about|of)"
        r"|thinking i|looking (?:at|into)|open to|getting ready)|i(?:'ve"
        r"| have) been (?:thinking (?:about|of)|looking into|considering)|i might (?:try|start"
        r"|give|give it|ask|look)|i could try|worth a try|give it a (?:try|go|shot)"
        r"|i guess i could|i could maybe)\b",
        1.5,
    ),
    TalkCue(
        "TS+",
        r"\b(?:i(?:'ve| have)? (?:already |just |actually |also |finally "
        r"|recently )*(?:started|stopped|quit|cut (?:down|back|out)|called|rang|signed|booked"
        r"|made an appointment|tried|asked|went|talked to|looked up|wrote|moved|joined|bought"
        r"|threw|gave up|set up|reduced|switched|crossed out|downloaded|printed|filled|put)"
        r"|i'?ve been (?:trying|going|doing|working|cutting|exercising|taking|using))\b",
        1.35,
    ),
    TalkCue(
        "D-",
        rf"\b(?:i|we) {_ADV}(?:{_NOT}) {_ADV}(?:want|wanna|wish|like to|care|feel like"
        rf"|see (?:the|any|why|a|how)|intend|plan|fancy|mean to|enjoy|believe in|go for)\b",
        1.7,
    ),
    TalkCue(
        "D-",
        r"\b(?:i(?:'d| would) rather|i(?:'d| would) (?:prefer|just as soon)|i (?:really |just "
        r"|do |kind of |also |actually )*(?:like|enjoy|love) (?:it|my|the (?:taste|feeling|way"
        r"|account|old)|smoking|drinking|being|having|to (?:drink|smoke|party|keep|stay))"
        r"|happy (?:with|as|where)|i'm fine|i'm (?:happy|comfortable|content) (?:with|where|as"
        r"|how)|not interested|no interest|i hate (?:the idea|having to|exercise|being"
        r"|it when))\b",
        1.5,
    ),
    TalkCue(
        "AB-",
        r"\b(?:i|we) (?:really |just |still |probably |simply |honestly |guess i )*(?:can'?t"
        r"|cannot|couldn'?t|could never|won'?t be able|wouldn'?t be able|am not able"
        r"|don'?t (?:know (?:how|if|whether|that i)|think i (?:can|could|would|will)"
        r"|have (?:the )?(?:time|money|energy|willpower|anyone|nerve|strength)))\b(?! (?:keep"
        r"|go on|leave it))",
        1.5,
    ),
    TalkCue(
        "AB-",
        r"\b(?:it'?s (?:really |so |just |too |very |pretty |kind of )*(?:hard|difficult|tough"
        r"|impossible|complicated|much for me)|too (?:hard|difficult|late|old|busy|complicated"
        r"|tired|expensive|much)|not (?:that )?easy|i(?:'ve| have) tried|didn'?t work"
        r"|doesn'?t work|tried (?:that|it|everything)|i always (?:fail|end up|go back)"
        r"|never works?)\b",
        1.4,
    ),
    TalkCue(
        "R-",
        r"\b(?:it'?s (?:not (?:a|that|like|really|so|my|worth)|no big|fine|too|only|just)"
        r"|not (?:a )?(?:problem|big deal|that bad|convinced|sure (?:i|it|that|about|if"
        r"|whether)|worth|necessary|for me|an alcoholic|addicted|hurting)|no (?:problem|need"
        r"|reason|point|big deal)|(?:everyone|everybody|all my friends|my friends all) (?:does"
        r"|do|drinks?|smokes?|else)|helps me (?:relax|sleep|cope|calm|deal|unwind)|relaxes me"
        r"|calms me|it'?s (?:fun|my (?:only|way|life|money|business)|social|legal|natural)"
        r"|(?:works|worked|does) (?:well |fine |just fine )(?:for|as)|never (?:had|hurt|been"
        r"|let me|failed|sent|lost)|nothing(?:'?s| is| has)? (?:wrong|happened|bad)|so what"
        r"|what if|side effects?|sounds (?:risky|expensive|too good|complicated|like a)"
        r"|costs? (?:a lot|too|more|money)|expensive|risk(?:y|ier)?|worried (?:about|that)"
        r"|afraid|burned|burnt|scam|too good|doesn'?t (?:feel|seem|sound|look) (?:right|like"
        r"|safe|that)|i doubt|sceptical|skeptical|suspicious|what'?s the catch|the catch"
        r"|i don'?t (?:trust|believe|buy|think (?:it|that|this|so|there|i (?:have|need|drink"
        r"|am)|my))|safe where|never let|good enough|as it is|nobody(?:'s)? ever)\b",
        1.3,
    ),
    TalkCue(
        "N-",
        rf"\b(?:i|we) {_ADV}(?:{_NOT}) {_ADV}(?:need|have to|think i need|see the need|require"
        rf"|must)\b",
        1.8,
    ),
    TalkCue(
        "C-",
        r"\b(?:i(?:'m| am) (?:not (?:going|gonna|ready|doing|signing|moving|stopping|quitting"
        r"|about to|willing|giving|changing|taking|paying)|never (?:going|doing)|staying"
        r"|keeping)|i (?:won'?t|will not|will never|refuse)|no way|forget it"
        r"|not (?:going to happen|happening|a chance|ready)|i'll (?:never|stay|keep|pass"
        r"|leave it)|leave it (?:as|where)|count me out)\b",
        1.9,
    ),
)
