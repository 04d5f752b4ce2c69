"""Words in which a tone shows: beside what was learned of tones, and signs for it (`tone`)."""

from collections.abc import Iterator
from typing import Final

from chatbot.coder.fog import is_fog
from chatbot.coder.small_talk import is_small_talk
from chatbot.domain.codes import Tone, ToneHit
from chatbot.domain.push_signs import any_of
from chatbot.domain.pushes import plainly
from chatbot.domain.words import fold, sentences

#: Confidence (0–1) of a tone known by its words alone.
BY_WORDS: Final = 0.7

#: Faults of character that are flung at people.
_FAULTS: Final = (
    r"(?:selfish|sentimental|pathetic|ridiculous|stubborn|hysterical|dramatic|childish|lazy|"
    r"dense|slow(?! to)|thick|naive|paranoid|silly|stupid|dim|daft|hopeless|useless|impossible|"
    r"precious|a coward|a fool|an idiot|a joke|clueless|ungrateful|bad at)"
)
_VERY: Final = (
    r"(?:(?:just|so|really|plain|simply|being|remarkably|incredibly|awfully|a bit|quite|rather|"
    r"too|such|clearly|obviously|frankly) )*"
)
_CONTEMPT: Final = any_of(
    # Somebody as one of a kind, or measured against others.
    r"\bpeople like you\b|\byou people\b|\byour (?:sort|kind)\b(?! of)|\bfor (?:some(?:body|one)|"
    r"a (?:man|woman|person)) who\b[^.?!]*, you(?:'re|'ve| are| have)\b",
    r"\bmust(?:'ve| have) been some other \w+\b|\bnone of them (?:talk|speak|behave)s?\b|"
    r"\bclients who (?:actually|really)\b|\bi've seen (?:cleverer|smarter|better)\b",
    r"\ba (?:child|toddler|five-year-old|ten-year-old|monkey|blind man|fool) (?:could|would|can) "
    r"(?:see|read|tell|do|work|understand|grasp|have)\b|\bmy (?:\w+-year-old|dog|cat|grandmother|"
    r"gran)(?:'s| could| would| has) \b",
    # Wonder that they manage anything.
    r"\b(?:i'm (?:amazed|astonished|astounded)|it's a (?:wonder|miracle)) (?:that )?(?:you|he|"
    r"she|they|any)|\bno wonder (?:they|he|she|nobody|your|the place)|\bi'm not surprised (?:he|"
    r"she|they|your)\b|\bi'm surprised (?:anybody|anyone|they|he|she) (?:puts|still|ever|has|"
    r"hasn't)",
    r"\b(?:that's|is) (?:a bit )?(?:beyond|too (?:much|hard|difficult) for) you\b|\bdraw (?:you "
    r")?a picture\b|\bspell it out\b|\bwords of one syllable\b|\btry to keep up\b",
    # They have no idea.
    r"\b(?:not|n't|never) (?:understood|understand|heard|hear|listened to|read|taken in) (?:a|"
    r"one|any) (?:single )?(?:word|thing|line)\b(?! (?:we|i) )|\byou (?:clearly|obviously|"
    r"plainly) (?:don't|haven't|can't|have no|didn't|weren't)|\byou (?:haven't|have not|don't "
    r"have) (?:a clue|the faintest|the guts|the nerve)|\byou've (?:no idea|got (?:a|the) nerve|"
    r"some nerve)\b",
    r"\bi don't think you (?:understand|know) what\b|\b(?:always|thinks? \w+|think you) "
    r"know(?:s)? better\b|\byou wouldn't (?:understand|get it)\b",
    # A question that is a blow.
    r"\b(?:did|were|have|do|are|can) you even (?:listen|look|read|think|thought|hear|try|know|"
    r"bother|understand)\w*|\bdo you (?:take (?:me|us|everybody|everyone) for an? (?:fool|idiot)|"
    r"always|do everything|ever (?:listen|think)|talk to (?:your|everybody|all))\b|\bare you "
    r"(?:deaf|blind|always like|this slow)\b|\bwhat(?:'s| is) (?:wrong|the matter) with you\b(?! "
    r"today)|\bwho do you think you are\b|\bdid nobody (?:\w+ ){0,4}ever\b|\bwhose fault(?:'s| "
    r"is) (?:that|it)\b",
    # Faults of character.
    rf"\b(?:you(?:'re| are)|that(?:'s| is)) {_VERY}(?!not ){_FAULTS}\b(?: way| thing)?(?! "
    rf"(?:question|price|idea|form|system))|\b(?:don't|let's not|no need to) be (?:so "
    rf")?{_FAULTS}|\byour (?:stubbornness|selfishness|pride|paranoia|attitude|laziness|"
    rf"tantrums?)\b|\bwith (?:that|an|your) attitude\b|\b(?:playing|being|enjoying) (?:being "
    rf")?the victim\b|\b(?:bury|burying|stick|sticking) your head\b|(?<!won't )(?<!not "
    rf")\b(?:sulking|sulk (?:till|all|if|then))\b|\bfeel(?:ing)? sorry for yourself\b|"
    rf"\b(?:haven't|hadn't) the (?:wit|guts|sense)\b|\byou can't be bothered\b",
    # Mockery.
    r"\bspare me\b|\bgive me a break\b|\bboo[- ]hoo\b|\b(?:oh,? )?poor (?:you|little)\b|(?:^\W*|"
    r"\bjust |\bwhen will you )grow up\b(?! \w)|^\W*(?:just )?get (?:over it|a grip)\b|\bpull "
    r"yourself together\b|\bcry me\b|^\W*(?:how |very |oh,? )?(?:convenient|funny|touching|"
    r"original)\W*$|^\W*oh,? (?:the [\w ]{2,20} again|of course|here we go|please)\b|\bit's your "
    r"(?:own )?funeral\b|\b(?:the |what a )?cheek of\b|\byou'd think (?:we|i|somebody|"
    r"someone)'d\b|\bwast(?:ed?|ing) (?:\w+ ){0,3}(?:my (?:time|morning|afternoon|day)|of "
    r"mine)\b|\bwhat (?:on earth )?(?:am i|i'm) doing here\b|\bplease don't (?:ring|call|come "
    r"to) me\b|\btrying to have a grown-up\b|\bjokes (?:instead of|till|until)\b|\b(?:is|are) "
    r"there going to be a sensible\b|\bsee how far (?:it|that|you) gets?\b|\byou call (?:that|"
    r"this)\b|(?<!or )\bis that it\?|\bor is it just me\b|\bthe (?:silli|stupid|daft|dumb)est "
    r"thing\b|\b(?:more|any) sense than (?:that|you)\b|\b(?:look|sound) any (?:cleverer|smarter|"
    r"better)\b|\btalk like (?:adults|grown-ups)\b|\bnobody (?:made|forced|asked) you (?:to "
    r")?(?:come|be)\b|\bnobody held your hand|\byou(?:'re| are) not (?:that )?special\b|\b(?:too|"
    r"getting) old for (?:this|that|it)\b|^\W*with (?:all due |the greatest )?respect, you\b|"
    r"\b(?:always the ones|those) who know\b|\b(?:make it|put it) any (?:simpler|clearer|"
    r"slower)\b|\bobviously (?:managed|done|handled) (?:it )?so\b|\b(?:some|such|very) odd "
    r"ideas\b|\bwith real problems\b|\btoo polite to tell you\b|\bis that what you call\b",
)
#: Said of others, of oneself, or of what the client feels: no blow.
_TAKEN_BACK: Final = any_of(
    r"\b(?:sorry|apologi[sz]e|i was|i've been|i shouldn't|made (?:you|to) feel|you (?:feel|felt|"
    r"were told|said|heard)|as (?:if|though) you|it (?:sounds|feels|seems) (?:like|as)|afraid of|"
    r"they (?:say|said|think|told)|(?:he|she) (?:says|said|thinks|told)|not that you|nobody(?: "
    r"here)?(?:'s| thinks| says)|impressed|i don't (?:mean|think you're)|wasn't|isn't|aren't|if "
    r"i|i'm (?:being|the one))\b",
)
_GREAT: Final = (
    r"(?:incredible|amazing|brilliant|wonderful|fantastic|marvellous|superb|gorgeous|excellent|"
    r"extraordinary|inspiring|talented|gifted|delightful|stunning|terrific|impressive|wise|smart|"
    r"clever|special)"
)
_FLATTERY: Final = any_of(
    rf"\byou(?:'re| are|'ve been| must be| must've been) {_VERY}(?:honestly |absolutely |doing |"
    rf"(?:a|an|ever so|such an?|one of the) )*{_GREAT}\b(?! (?:about|at \w+ing|with))",
    r"\byou(?:'re| are|'d be| must be) (?:\w+ ){0,3}(?:an? (?:inspiration|genius|natural leader|"
    r"hero|legend|star|gem|treasure)|my favou?rite|the (?:sort of client|best|most \w+|finest)|"
    r"(?:brighter|smarter|cleverer|sharper|wiser) than)\b",
    rf"\b(?:what an?|such an?|that's (?:so|such an?)) (?:really )?(?:{_GREAT}|great|good|lovely) "
    rf"(?:\w+ )?(?:question|point|way|mind|attitude|idea|client|person|life|thought|answer)\b",
    rf"^\W*(?:(?:gosh|wow|oh|really|just|such an?) )*(?:{_GREAT}|great|perfect) (?:question|"
    rf"point|answer|thinking)\W*$|^\W*(?:gosh|wow)\W+(?:just )?\w+\W*$",
    r"\b(?:in awe|hats off to you|full of admiration|put(?:s)? (?:me|us) (?:all )?to shame|"
    r"(?:it's|such) (?:a|an) (?:honou?r|privilege)|a pleasure just to|i (?:feel|am|'m) (?:so "
    r")?lucky to|so inspiring|such a way with words|such (?:wisdom|presence|talent|vision)|it's "
    r"so you|i'm not just saying (?:it|that) to you|wish all my|everyone(?: at \w+ \w+)? admires|"
    r"i (?:tell|say it to) everyone|a day over|it just shines|you've (?:just )?(?:got )?(?:that "
    r"(?:gift|energy)|vision|such(?: an?)?|a real way|the best) (?!\w+ (?:choice|chance|time|"
    r"week|day))|adore you|takes my breath|a class of your own|(?:true|real) (?:artist|"
    r"inspiration|hero|genius)|so well put|couldn't have put it better|spot on|as always|people "
    r"like you are rare)(?:\b|(?<= ))",
    r"\bso (?:wise|smart|clever|brave|talented|thoughtful|inspiring)\b|\b(?:special|strong|"
    r"remarkable|wonderful) (?:person|woman|man|lady|people)\b|\b(?:very|this man's|this woman's|"
    r"this one's) (?:special|a star)\b|\baren't you (?:clever|sharp|funny|the one)\b|\b(?:so|"
    r"just so|really) impress(?:ed|ive)\b|\bdoing (?:\w+, )*(?:just )?(?:brilliantly|ever so "
    r"well|an? amazing)\b|\bthe (?:nicest|kindest|cleverest|smartest|brightest|bravest|funniest) "
    r"(?:\w+ )?(?:i|we)\b|\b(?:rarely|never) met (?:a|an|any)\w* (?:\w+ )?(?:like you|with so|"
    r"as)\b|\bnobody's ever \w+ (?:it|that)\b[^.?!]*\bas\b|\bnobody (?:could|can) "
    r"[^.?!]{0,30}\b(?:the way|like) you\b",
    r"\b(?:lucky,? )?lucky (?:man|woman|girl|boy|people|family|lot) (?:to|is|with)\b|\b(?:is|"
    r"are) an? (?:\w+ )?lucky (?:man|woman|girl|boy|family)\b|\b(?:finest|best|loveliest|most "
    r"\w+) (?:\w+ ){0,3}(?:i've|this \w+'s|anyone's|we've) ever\b",
    r"\bi (?:just |really |do |so |absolutely )*(?:adore|love|admire) (?:you\b|your (?!question|"
    r"patience\b)|the way you|that you|how you|this (?:place|room|kitchen))|\bwith (?:your|a \w+ "
    r"(?:as|like)) [^.?!]{0,30}\b(?:can't go wrong|hardly need)|\byou (?:should|ought to) "
    r"(?:write|be) (?:a book|these (?:things )?down|on (?:the )?(?:stage|telly|television))\b|"
    r"\bi could (?:listen|sit)\b",
)


#: Praise of what deserves none is mockery ("So you've paid for air for years. Well done.").
_MOCKS: Final = any_of(
    r"^\W*(?:oh,? )?(?:well done|lovely|brilliant|charming|marvellous|bravo|nice (?:one|work|"
    r"going|arrangement)|congratulations|very clever)\W*$"
)
_BLAMES: Final = any_of(
    r"\b(?:you|your|you've|you'd|some\w+ who|an? [\w ]{2,20} (?:who|with))\b[^.?!]*\b(?:never|"
    r"wast\w+|can't|couldn't|didn't|nothing|for nothing|for air|lost|forg\w+|ignored|telling me|"
    r"nobody|broke|somebody else pays)\b"
)


def tones_by_words(text: str) -> Iterator[ToneHit]:
    """Yield the tones that show in words of a turn, with the sentence in which they do."""
    place, before = 0, ""
    for sentence in sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        plain = fold(sentence)
        if _talks_down(plain, before):
            yield _hit(Tone.CONTEMPT, sentence, start)
        elif _FLATTERY.search(plain):
            yield _hit(Tone.FLATTERY, sentence, start)
        before = plain
    if is_fog(text):
        yield _hit(Tone.VAGUENESS, text, 0)
    if is_small_talk(text):
        yield _hit(Tone.SMALL_TALK, text, 0)
    for pushed in plainly(text):
        yield _hit(Tone.PRESSURE, pushed.quote, pushed.start)


def _talks_down(sentence: str, before: str) -> bool:
    if _MOCKS.search(sentence):
        return _BLAMES.search(before) is not None
    return _CONTEMPT.search(sentence) is not None and _TAKEN_BACK.search(sentence) is None


def _hit(tone: Tone, quote: str, start: int) -> ToneHit:
    return ToneHit(tone=tone, quote=quote, start=start, end=start + len(quote), confidence=BY_WORDS)
