"""Advisor turns of our own, in context, with the codes they must and must not get."""

from typing import NamedTuple

import pytest

from chatbot.coder.hearing import hear
from chatbot.coder.rule_coder import by_rules
from chatbot.domain.codes import Code
from chatbot.domain.contents import (
    AdvisorBrief,
    ClientQuestion,
    Concern,
    Content,
    Layer,
    Line,
    Plan,
    Reason,
    Speech,
)
from chatbot.domain.dialogue import Transcript
from chatbot.domain.moves import Act, Ending
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Volley

GI, P, PWP, Q = Code.GI, Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION, Code.QUESTION
SR, CR, AF = Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION, Code.AFFIRM
SEEK, EMPH, C = Code.SEEK, Code.EMPHASIZE, Code.CONFRONT
R = "reflection"


def client() -> Persona:
    """A plain client whose contents no turn below touches by chance."""
    return Persona(
        schema_version=1,
        id="plain",
        name="Wanda",
        age=50,
        domain="advice",
        difficulty=2,
        about="Runs a small shop and has been advised to change something.",
        speech=Speech(style="plain"),
        advisor_brief=AdvisorBrief(
            role="Adviser",
            situation="The second talk about one proposal.",
            recommendation="Do what the proposal says.",
            target_behaviour="Take the first step by 1 March.",
            advisor_interest="Paid by fee.",
        ),
        opening=(Line(text="So here I am."),),
        facts=(Content(id="fact", say="I run a shop."),),
        concerns=(Concern(id="worry", say="It may go wrong.", layer=Layer.SURFACE),),
        strengths=(Content(id="strength", say="I check things."),),
        likes=(Content(id="like", say="You came on time."),),
        against_type=(Content(id="one", say="I sing."), Content(id="two", say="I dive.")),
        reasons_for=(Reason(id="reason", say="It saves evenings."),),
        reasons_against=(Content(id="against", say="It is a bother."),),
        questions=(ClientQuestion(id="ask", say="Who says so?", act=Act.ASK_PROOF),),
        plans=(Plan(id="plan", say="I take the step.", ending=Ending.PLAN),),
        best_outcomes=(Ending.PLAN,),
    )


class Case(NamedTuple):
    """What the client said, what the advisor says, codes it must have and must not have."""

    said: str
    turn: str
    must: tuple[Code | str, ...] = ()
    never: tuple[Code, ...] = ()


TURNS = (
    # --- questions: open
    Case("I'm not sure about this fund.", "What worries you most about it?", (Q,), (C, P)),
    Case("The lease is forty pages.", "which part bothers you", (Q,), (GI,)),
    Case("I've had consultants before.", "How did that go?", (Q,), (P,)),
    Case("I don't like the cloud.", "Tell me a bit more about that.", (Q,), (P, C)),
    Case("My brother says don't sign.", "And what does he see that I might not?", (Q,), (C,)),
    Case("Maybe later.", "what would need to be different for you to feel ok about it", (Q,), (P,)),
    Case(
        "It's a lot of money.", "Help me understand what the money means for the shop.", (Q,), (P,)
    ),
    Case("We tried that once.", "I'm curious what happened back then.", (Q,), (GI,)),
    Case("Hm.", "What would you want from an insurer, if you could choose freely?", (Q,), (EMPH,)),
    Case("I pay too much tax already.", "Where does that feeling come from?", (Q,), (C,)),
    # --- questions: closed
    Case("The letter came on Friday.", "Did you open it?", (Q,), (C,)),
    Case("I keep the receipts.", "do you keep them in one place", (Q,), (P,)),
    Case("I've got two flats.", "How long have you owned them?", (Q,), (GI,)),
    Case("There's a will somewhere.", "Is it signed?", (Q,), (SEEK,)),
    Case("Yes.", "Are both directors on the contract?", (Q,), (GI,)),
    Case("I run every day.", "how many miles is that roughly", (Q,), (P,)),
    Case("We back up on a disk.", "Has anyone ever restored a file from it?", (Q,), (C,)),
    Case("I sold it.", "Was that before or after April?", (Q,), (P,)),
    # --- simple reflections
    Case("I don't trust funds.", "You don't trust funds.", (SR,), (C, P)),
    Case("The last firm lost our data.", "So the last firm lost your data.", (SR,), (GI, C)),
    Case(
        "I've been with my bank for thirty years.",
        "you've been with them thirty years",
        (R,),
        (GI,),
    ),
    Case(
        "I read it twice and didn't get it.",
        "You read it twice and it still wasn't clear.",
        (R,),
        (C, P),
    ),
    Case("It's the fee I don't like.", "It's the fee you don't like.", (R,), (GI, C)),
    Case("My wife thinks it's too risky.", "Your wife thinks it's too risky.", (R,), (GI,)),
    Case("I want to keep the shop as it is.", "so you want to keep the shop as it is", (R,), (P,)),
    Case("I can't afford it this year.", "You can't afford it this year.", (R,), (P, C)),
    Case("The staff would hate a new system.", "Your staff would hate it.", (R,), (C,)),
    Case(
        "I've no time for paperwork.", "It sounds like there's no time for paperwork.", (R,), (GI,)
    ),
    # --- complex reflections
    Case(
        "I've been burned before.",
        "So it isn't really about this fund, it's about not being made a fool of again.",
        (CR,),
        (C, P),
    ),
    Case(
        "I'd like to sign, but I don't know.",
        "Part of you wants this settled, and part of you is afraid of missing something.",
        (CR,),
        (P,),
    ),
    Case(
        "My father built this shop.",
        "You're carrying more than a shop here, it feels like a promise to your father.",
        (CR,),
        (C,),
    ),
    Case(
        "What if I die and they fight over it?",
        "On the one hand you want it fair, on the other hand you dread the quarrel.",
        (CR,),
        (C,),
    ),
    Case(
        "You lot always have a reason.",
        "You feel pushed, and you're tired of being talked into things.",
        (CR,),
        (C, P),
    ),
    Case(
        "I just don't see the hurry.",
        "It sounds as if being rushed makes you trust the whole thing less.",
        (CR,),
        (C,),
    ),
    Case(
        "I lie awake about the audit.",
        "It's frightening, and you're hoping somebody will tell you it isn't as bad as you fear.",
        (CR,),
        (GI,),
    ),
    Case(
        "I check every invoice myself.",
        "so letting somebody else touch the books would feel like losing control",
        (CR,),
        (P,),
    ),
    Case(
        "If it goes wrong, it's my name on it.",
        "So you're worried it'd be you who carries the blame?",
        (R,),
        (C,),
    ),
    # --- information
    Case(
        "What does it cost?",
        "The fee is 0.65 percent a year, and there's no charge for selling.",
        (GI,),
        (P, C),
    ),
    Case(
        "How does notice work?",
        "notice has to reach them in writing three months before the end of june",
        (GI,),
        (P, C),
    ),
    Case("Okay.", "Most courts take four to six months for a case like this.", (GI,), (P,)),
    Case("Mm.", "The backup runs every night and keeps thirty days.", (GI,), (P,)),
    Case(
        "I see.",
        "In 2022 the fund fell by 10.8 percent and was level again after fourteen months.",
        (GI,),
        (P, C),
    ),
    Case("Is it legal?", "Yes. The law allows it as long as both parties sign.", (GI,), (C, P)),
    Case(
        "And side effects?",
        "About one in ten people get a dry cough in the first weeks.",
        (GI,),
        (C,),
    ),
    Case(
        "Right.",
        "There are two kinds of policy: one pays a fixed sum, the other pays what was lost.",
        (GI,),
        (P, R),
    ),
    Case(
        "What's your view?",
        "I think it's the best option for most people in your situation.",
        (),
        (C, R),
    ),
    Case(
        "Fine.",
        "If you cancel within thirty days, the money comes back without deductions.",
        (GI,),
        (C,),
    ),
    # --- persuade
    Case("I'm not convinced.", "You should really move the money before March.", (P,), (PWP, R)),
    Case(
        "I'd rather wait.",
        "The best thing would be to sign now and sort out the details later.",
        (P,),
        (PWP,),
    ),
    Case("It's expensive.", "trust me its worth every penny", (P,), (R, AF)),
    Case("I like my old system.", "Why don't you just try it for a month?", (P,), (R,)),
    Case("I don't need a lawyer.", "Everyone I work with is happy they did this.", (P,), (AF, R)),
    Case(
        "I'll think about it.",
        "You can't afford to wait, the longer you leave it the worse it gets.",
        (P,),
        (AF,),
    ),
    Case(
        "Shares scare me.",
        "I'd recommend a balanced fund, it's much safer than you think.",
        (P,),
        (PWP,),
    ),
    Case("No.", "If I were you I'd switch supplier tomorrow.", (P,), (EMPH,)),
    Case(
        "I eat what I like.",
        "You need to cut down on salt and start walking every day.",
        (P,),
        (R,),
    ),
    Case(
        "I keep my own books.",
        "An accountant would save you far more than he costs, it's a no-brainer.",
        (P,),
        (R, AF),
    ),
    Case(
        "I don't know.",
        "My own mother has her money in it, and she sleeps like a baby.",
        (P,),
        (AF,),
    ),
    Case("Hm.", "Just sign it, you'll be glad you did.", (P,), (R,)),
    Case("It works as it is.", "Think about what you'd save every month.", (P,), (R,)),
    # --- persuade with permission
    Case(
        "What would you do in my place?",
        "I'd put a third of it aside and leave the rest.",
        (PWP,),
        (P,),
    ),
    Case("What do you recommend?", "I'd recommend starting with one office.", (PWP,), (P,)),
    Case("What should I do?", "you should ask for the clause to be struck out", (PWP,), (P, C)),
    Case("Any suggestions?", "You could start with two walks a week.", (PWP,), (P,)),
    Case(
        "I don't know where to begin.",
        "If you like, you might consider beginning with the smallest account.",
        (PWP,),
        (P,),
    ),
    Case(
        "It's hard.",
        "It's your choice, but in my opinion the smaller plan would be better for you.",
        (EMPH, PWP),
        (P,),
    ),
    Case(
        "Not sure.",
        "It's entirely up to you. I'd recommend taking the second offer.",
        (EMPH, PWP),
        (P,),
    ),
    Case(
        "Tell me what you'd change.",
        "I'd take out the exclusivity and keep the rest.",
        (PWP,),
        (P,),
    ),
    Case(
        "I'm stuck.",
        "Would it be okay if I told you what I'd do? I'd suggest a trial with one shop.",
        (SEEK, PWP),
        (P,),
    ),
    # --- affirm
    Case(
        "I compared five offers.", "You've put a lot of work into comparing these.", (AF,), (C, P)
    ),
    Case("I told them no.", "That took courage.", (AF,), (C,)),
    Case("I read the contract twice.", "You're someone who checks before signing.", (AF,), (C,)),
    Case("I want my staff to be safe.", "you really care about your people", (AF,), (C, P)),
    Case(
        "I've not missed a payment.",
        "You've kept that up for years, even when money was tight.",
        (AF,),
        (P,),
    ),
    Case(
        "I quit once for a year.", "A whole year, that shows how determined you are.", (AF,), (C,)
    ),
    Case("Honestly I was ashamed.", "Thank you for being so honest about that.", (AF,), (C, P)),
    Case(
        "I asked around first.",
        "I appreciate how careful you are with other people's money.",
        (AF,),
        (C,),
    ),
    Case(
        "I've done the sums.", "You're very thorough, you went through every figure.", (AF,), (C,)
    ),
    # --- seek
    Case("I don't get the clause.", "Can I explain how it came to be there?", (SEEK,), (C, P)),
    Case("Hm, the fees.", "Would it be all right if I went through them with you?", (SEEK,), (P,)),
    Case("I see.", "How does that sit with you?", (SEEK,), (C, P)),
    Case("So that's the offer.", "What do you make of it?", (SEEK,), (P,)),
    Case("There's so much.", "where would you like to start", (SEEK,), (P,)),
    Case("I don't follow.", "Tell me if I've got this wrong.", (SEEK,), (C,)),
    Case(
        "It's complicated.",
        "Let's work it out together, you know the shop better than I do.",
        (SEEK,),
        (P, C),
    ),
    Case(
        "Others have done this?",
        "Would you like to hear how another bakery handled it?",
        (SEEK,),
        (P,),
    ),
    Case("Well.", "may i tell you what usually happens", (SEEK,), (GI, P)),
    # --- emphasize
    Case("So what now?", "That's your decision, and nobody else's.", (EMPH,), (C, P)),
    Case("You want me to sign.", "It's completely up to you whether you sign.", (EMPH,), (C, P)),
    Case("I might leave it.", "you can say no at any time and i'd respect that", (EMPH,), (C,)),
    Case("I need more time.", "Take all the time you need.", (EMPH,), (P, C)),
    Case(
        "My son says no.", "Whatever you decide, it's you who has to live with it.", (EMPH,), (P,)
    ),
    Case("I don't want to be pushed.", "You don't have to decide anything today.", (EMPH,), (P, C)),
    Case(
        "Everyone tells me what to do.",
        "You're the one who knows what's right for the shop.",
        (EMPH,),
        (C, P),
    ),
    Case("Fine.", "The choice is yours, and either way is all right with me.", (EMPH,), (P, C)),
    Case("Do I have to?", "No, you're free to leave it exactly as it is.", (EMPH,), (C, P)),
    # --- confront
    Case(
        "I don't believe that figure.", "You're wrong, the figure is in the report.", (C,), (AF, R)
    ),
    Case(
        "I'll wait another year.", "Do you realise what that is going to cost you?", (C,), (SEEK,)
    ),
    Case("I never agreed to that.", "But you said last week that you would sign.", (C,), (SR, CR)),
    Case(
        "I've always done it this way.",
        "With respect, that's not how the law sees it.",
        (C,),
        (R, AF),
    ),
    Case(
        "I don't want a backup.", "If you don't do it, you'll lose everything one day.", (C,), (R,)
    ),
    Case("It's my money.", "Then don't come crying to me when it's gone.", (C,), (EMPH,)),
    Case(
        "I forgot the form.",
        "you should have sent it in april, that's your own fault",
        (C,),
        (PWP,),
    ),
    Case("I'm careful.", "You're being paranoid.", (C,), (AF,)),
    Case("I don't see why.", "I've already explained that to you twice.", (C,), (SR, CR)),
    Case(
        "The other firm was cheaper.", "You obviously didn't read the small print.", (C,), (AF, R)
    ),
    Case("I'll see.", "You'll regret this.", (C,), (R,)),
    Case("I prefer paper.", "How can you be so stubborn about a bit of software?", (C,), (AF,)),
    # --- uncoded
    Case("Hello.", "Good morning, thanks for coming in.", (), (SR, CR, P, C, AF)),
    Case("I sorted the receipts.", "Great.", (), tuple(Code)),
    Case("I sorted the receipts.", "Well done!", (), (AF,)),
    Case("It's hard.", "Okay, I see.", (), tuple(Code)),
    Case("And why now?", "That's a good question.", (), (AF, P, C)),
    Case("Right.", "Let's look at the second page.", (), (C, AF, SR, CR)),
    Case("I'm nervous.", "That's completely normal.", (), (AF, C, P)),
    Case("Fine.", "I'm sorry to hear that.", (), (AF, C, P)),
    # --- two behaviours in one volley
    Case("I don't trust the cloud.", "You don't trust it. What happened?", (R, Q), (P, C)),
    Case("It's too much.", "that sounds like a lot what would help", (R, Q), (C,)),
    Case(
        "I'm torn.",
        "You've thought hard about this, and it's your call in the end.",
        (AF, EMPH),
        (P, C),
    ),
    Case(
        "The fee annoys me.",
        "The fee annoys you. It's 390 a year. What do you make of that?",
        (R, GI, SEEK),
        (C,),
    ),
    Case("I don't like it.", "I hear you, but you should sign anyway.", (P,), (PWP,)),
    Case("It's my decision.", "It is. But honestly you'd be mad to turn this down.", (P,), (AF,)),
    # --- near misses
    Case("I feel I need to do something.", "You feel you need to do something.", (R,), (P,)),
    Case("I should stop.", "You think you should stop.", (R,), (P,)),
    Case("Nobody can promise that.", "No, and I can't guarantee it either.", (), (C, P)),
    Case("They said I'd regret it.", "They told you you'd regret it.", (R,), ()),
    Case("It's up to my board.", "So it's up to your board.", (R,), (EMPH,)),
    Case(
        "What do you earn?",
        "I get 390 a year if you go ahead, and nothing if you don't.",
        (GI,),
        (C, P),
    ),
    Case("It's my first house.", "Congratulations.", (), (AF,)),
)


def codes_of(said: str, turn: str) -> frozenset[Code]:
    before = Transcript().advisor("Good to see you.").client(said)
    heard = hear(Volley(text=turn, before=before, persona=client()), by_rules)
    for segment in heard.segments:
        assert turn[segment.start : segment.end] == segment.quote
        assert 0.4 <= segment.confidence <= 0.95
    codes = [segment.code for segment in heard.segments]
    assert len(codes) == len(set(codes)), "each code at most once"
    return heard.codes


@pytest.mark.parametrize("case", TURNS, ids=lambda case: case.turn[:48])
def test_turn(case: Case) -> None:
    codes = codes_of(case.said, case.turn)
    for code in case.must:
        if code == R:
            assert codes & {SR, CR}, codes
        else:
            assert code in codes, codes
    never = {SR, CR, *case.never} - {R} if R in case.never else set(case.never)
    assert not codes & never, codes
