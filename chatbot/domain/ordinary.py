"""English words that may stand with a capital and are nobody's name."""

from typing import Final

#: Wherever they stand.
CAPITALISED: Final = frozenset(
    """
    i i'm i'd i'll i've god ok
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays christmas easter
    english british american european french german spanish italian irish scottish welsh dutch
    ai uk us eu usa tv pdf gp ceo vat faq id iban qr wifi sms
    """.split()
)
#: Where a sentence begins.
ORDINARY: Final = CAPITALISED | frozenset(
    """
    a an the this that these those there here it its it's he she we you they
    him her us them my your his our their mine yours who whom whose which what when where why how
    and or but so if as than then because while although though unless until since before after
    once whether either neither both each every all any some no not none nobody nothing something
    somebody someone anyone anybody anything everyone everybody everything another other others
    of in on at by for from to with without within about above across against along among around
    between beyond during into onto over through toward towards under up down out off near like
    is are was were be been being am has have had do does did done can could will would shall
    should may might must ought let let's lets don't doesn't didn't isn't aren't wasn't weren't
    hasn't haven't hadn't can't couldn't won't wouldn't shouldn't that's what's there's here's who's
    how's it'd it'll you're you've you'd you'll we're we've we'd we'll they're they've they'd
    he's he'd he'll she's she'd she'll yes yeah yep nope okay oh ah hm hmm mm mhm well right
    sure exactly absolutely certainly definitely perhaps maybe probably possibly actually honestly
    frankly really truly simply just only even still yet already again also too very quite rather
    almost nearly always never often sometimes usually mostly today tomorrow yesterday tonight now
    later soon first firstly second secondly third last lastly finally next meanwhile however
    therefore thus hence anyway besides instead otherwise moreover furthermore please thanks thank
    sorry hello hi hey dear goodbye bye good morning afternoon evening welcome congratulations
    one two three four five six seven eight nine ten many much more most few fewer less least
    several enough half part lots plenty new old great big small long short high low best better
    worse worst same different important clear fair true false nice fine funny interesting
    get got give given go going gone come coming take taken make made keep kept put set see seen
    look looking say says said saying tell told telling talk talking speak speaking hear heard
    hearing listen listening ask asked asking answer think thought know known mean means meant
    want wanted need needed wish hope hoping feel feels feeling felt seem seems sound sounds
    sounding try trying tried use using used work working help helping start starting stop wait
    call show leave left stay move moving read reading write written imagine suppose guess remember
    forget forgive notice consider considering given based according except despite regarding
    understood understandable agreed reflecting whatever whenever wherever whoever people person
    money time day days week month year years thing things way ways point question questions reason
    reasons born summer autumn winter spring
    """.split()
)
