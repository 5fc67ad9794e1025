"""Words for danger signs: the table of the free-text reader, as data.

It is kept in a module until the shelf's reader knows ``danger_words.toml``. Each entry
is a sign of the plain-word lists (hazard log, section 3) in words people use. Spelling
is forgiven where people misspell most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from psoas.loop.assess.medicines import ANTICOAGULANTS
from psoas.loop.condition import Answered

#: What the short names in angle brackets stand for.
SHORT: Mapping[str, str] = {
    "<leg>": r"(?:it|(?:my|the|that|this|his|her|either|one) (?:\w+ )?(?:leg|hip|foot|side))",
    "<cant>": r"(?:can ?'?t|can ?not|could ?n'?t|could not|unable to|not able to)",
    "<groin>": r"(?:groin|hip|crotch|pelvis)",
}


class Pattern(NamedTuple):
    """Words for a danger sign, and the answer they raise."""

    key: str
    value: Answered
    words: str
    """A regular expression a line; a line that begins with ``+`` goes on with the one before.
    A space stands for any white space."""


PATTERNS: tuple[Pattern, ...] = (
    Pattern("feels_feverish_or_unwell", True, r"""
    fev(?:e|a)?r\w*
    feaver\w*
    (?:temp\w*|fever)(?: \w+){0,3} (?:3[89]|4[01]|37[.,][89]|10[0-5])
    (?:3[89]|4[01]|37[.,][89])(?:[.,]\d)? ?(?:°|degrees|deg\b|celsius|c\b)
    shak(?:ing|es) (?:with cold|all over|since|uncontroll\w*|and (?:cold|hot|sweat\w*))
    chill?s\b
    shiver\w*
    shivver\w*
    rigors?\b
    (?:hot and|burning) (?:cold|sweat\w*|up)
    flu[- ]like
    (?:feel|feeling|felt) (?:\w+ )?(?:unwell|ill|feverish|poorly)
    """),
    Pattern("weight_bearing", "unable", r"""
    <cant> (?:(?:even|really|now|longer|bear to) )?(?:(?:put|bear|take|place) (?:(?:any|my|full
    +|much|no) )*weight|weight[- ]?bear|walk\b(?! (?:far|fast|long|more|past|properly|without))
    +|stand on)
    <cant> (?:put|place|set)(?: \w+){0,2} (?:foot|leg|heel) (?:down|on|to)
    <leg> (?:won'?t|will not|wont) (?:hold|take) (?:me|my weight)
    """),
    Pattern("leg_turned_out_or_short", True, r"""
    (?:leg|foot) (?:is |looks |was |has )?(?:turned|turning|rolled|rotated) out
    (?:leg|it) (?:is |looks |seems )(?:a bit )?shorter
    """),
    Pattern("saddle_numbness", True, r"""
    numb\w* (?:\w+ ){0,5}(?:saddle|crotch|genital\w*|privates?|private parts|bottom|backside
    +|bum\b|penis|vagina\w*|perineum|between (?:my |the )?legs|down (?:there|below)|where i
    + (?:sit|wipe))
    saddle (?:area )?(?:numb\w*|an[ae]?esthesia)
    (?:feel\w*|felt|is|are) (?:\w+ ){0,2}(?:different|numb|weird|odd|dead) (?:\w+ ){0,3}(?:when
    +|while) (?:i )?(?:sit|wip|have sex|having sex)\w*
    (?:crotch|genitals?|privates?|saddle|bottom|bum) (?:\w+ ){0,3}(?:numb|dead|tingl\w*)
    """),
    Pattern("bladder_bowel_change", True, r"""
    <cant> (?:start|stop|control|feel|hold|tell)(?: \w+){0,3} (?:pee\w*|wee\w*|poo\w*|urin\w*
    +|bladder|bowels?|stool)
    <cant> (?:pee|wee|poo|urinate|pass (?:water|urine))\b
    (?:trouble|hard|difficult\w*|struggl\w+) (?:to |with )?(?:start\w* |stop\w* )?(?:to
    + )?(?:pee|peeing|wee|weeing|poo|pooing|urinat\w+)
    (?:peeing|weeing|pooing|urinating) is (?:\w+ )?(?:hard|difficult|a struggle)
    (?:wet|soil|soiled|pee'?d|peed) myself
    incontinen\w*
    lost control of my b\w+
    """),
    Pattern("leg_weakness", True, r"""
    (?:leg|legs|knee|knees|foot)(?: \w+){0,2} (?:giv\w+ (?:way|out)|gave (?:way|out)|buckl\w+
    +|collaps\w+)
    foot drop
    (?:legs?|both legs) (?:\w+ ){0,2}(?:very |so |really |getting |going )?weak\b
    """),
    Pattern("both_legs_symptoms", True, r"""
    (?:in |down )?both (?:my )?(?:legs|thighs|feet)
    """),
    Pattern("leg_swelling", True, r"""
    (?:leg|thigh|calf)(?: \w+){0,3} (?:swollen|swelling|swelled|puffed up|ballooned)
    swollen (?:\w+ )?(?:leg|thigh|calf)
    (?:leg|calf|thigh) (?:has |is )?(?:gone |turned )(?:blue|purple|red)
    """),
    Pattern("chest_pain_or_breathless", True, r"""
    chest (?:is )?(?:pain\w*|hurt\w*|tight\w*|pressure)
    pain in (?:my |the )?chest
    (?:short(?:ness)?|out) of breath
    breathless\w*
    <cant> (?:breathe|catch my breath)
    trouble breathing
    cough\w* (?:up )?blood
    """),
    Pattern("testicular_pain", True, r"""
    (?:pain\w*|ache\w*|aching|hurt\w*|swollen|swelling|sore)(?: \w+){0,4} (?:testic\w*|testes
    +|(?:my |the )?balls\b(?! of)|scrotum|my nuts\b)
    (?:testic\w*|scrotum|balls)(?: \w+){0,3} (?:pain\w*|ache\w*|aching|hurt\w*|swollen|sore)
    """),
    Pattern("abdominal_pain", True, r"""
    (?:bell(?:y|ies)|stomach|tummy|abdom\w+) (?:\w+ )?(?:pain\w*|ache\w*|cramp\w*|hurt\w*)
    pain\w*(?: \w+){0,3} (?:belly|stomach|tummy|abdomen)
    appendi\w+
    """),
    Pattern("nausea_vomiting", True, r"""
    vomit\w*
    vommit\w*
    thr(?:ew|ow\w*) up
    (?:been|being|feel|felt|feeling) sick
    nause\w*
    puk(?:ed|ing)
    """),
    Pattern("groin_lump", "irreducible_painful", r"""
    (?:hard|painful)(?: \w+){0,2} (?:lump|bulge)(?: \w+){0,3} <groin>
    lump(?: \w+){0,4} (?:won'?t|will not|wont|doesn'?t|does not) go (?:back|in)
    """),
    Pattern("late_period_or_possible_pregnancy", True, r"""
    (?:missed|late|skipped) (?:my |a )?period\b
    period (?:is |was )?(?:\w+ ){0,3}late\b
    (?:might|may|could) be pregnant
    positive pregnancy test
    """),
    Pattern("dark_urine", True, r"""
    (?:rock|stone)[- ]hard (?:\w+ )?(?:thighs?|legs?|muscles?|quads?)
    (?:dark|brown|cola|coke|tea|coffee|black)(?:[- ]colou?red)? (?:pee|wee|urine|water)
    (?:pee\w*|wee\w*|urin\w+)(?: \w+){0,4} (?:dark|brown|cola|coke|tea|black)\b
    """),
    Pattern("blood_in_urine", True, r"""
    blood (?:in|when i) (?:my |the )?(?:pee|wee|urin\w+)
    bloody (?:pee|urine)
    pe+ing blood
    """),
    Pattern("anticoagulant", "named in your words", "\n".join(map(re.escape, ANTICOAGULANTS))),
    Pattern("thoughts_of_ending_life", True, r"""
    (?:kill|harm|hurt) myself
    end(?:ing)? (?:my life|it all)
    suicid\w*
    better off dead
    (?:want|wish)\w* (?:to die|(?:to be|i was|i were) dead)
    (?:no|not)(?: \w+){0,2} (?:reason|point)(?: \w+)? (?:to live|living)
    """),
    Pattern("fainting", True, r"""
    faint(?:ed|ing)\b
    pass(?:ed|ing) out
    black(?:ed|ing) out
    collapsed
    """),
    Pattern("cannot_lift_leg", True, r"""
    <cant> (?:lift|raise) (?:\w+ ){0,2}(?:knee|leg|thigh)
    """),
    Pattern("pop_felt", True, r"""
    (?:heard|felt|feel|with|was) (?:\w+ ){0,3}(?:pop|crack|snapp?ed)\b
    something (?:popped|snapped|tore)
    """),
    Pattern("limp", True, r"""
    limp(?:s|ed|ing)?\b
    hobbl\w+
    """),
    Pattern("night_pain_wakes", True, r"""
    (?:wak(?:e|es|ing)|woke|keep\w*)(?: \w+){0,3} (?:up )?(?:\w+ ){0,3}(?:at |in the |all )?night
    (?:wak(?:es|ing)|woke) me
    (?:pain|ache|hurts?|throbs?)(?: \w+){0,4} at night
    night(?:[- ]?time)? pain
    <cant> sleep (?:on|because|for|due|with|from)
    """),
    Pattern("night_sweats", True, r"""
    night sweats?
    (?:drenched|soaked)(?: \w+){0,4} (?:night|sweat|sheets)
    """),
    Pattern("unexplained_weight_loss", True, r"""
    (?:lost|losing|dropped)(?: \w+){0,4} (?:weight|kg|kilos?|pounds|lbs|stone)\b(?: \w+){0,4}
    + (?:without|no reason|not trying|unexplained|don'?t know)
    unexplained weight loss
    weight (?:is )?(?:dropping|falling) off
    """),
    Pattern("cancer_history", True, r"""
    (?:had|have|survived|history of|treated for|diagnosed with)(?: \w+){0,3} (?:cancer|lymphoma
    +|leuka?emia|melanoma|tumou?r|myeloma)
    in remission
    chemo\w*
    """),
    Pattern("recent_infection_or_procedure", True, r"""
    (?:recent(?:ly)?|just had|last (?:week|month))(?: \w+){0,3} (?:infect\w+|abscess|injection
    +|operation|surgery)
    abscess\w*
    (?:infection|injection|operation|surgery)(?: \w+){0,3} (?:days?|weeks?) ago
    """),
    Pattern("single_leg_stand_pain", True, r"""
    (?:hurts?|pain\w*)(?: \w+){0,3} (?:stand\w*|balanc\w*) on (?:one|that|my|the)(?: \w+)? leg
    """),
    Pattern("prior_bone_stress_injury", True, r"""
    (?:had|previous|past|prior|history of|old)(?: \w+){0,3} stress (?:fracture|reaction|injury)
    """),
    Pattern("eating_or_weight_concern", True, r"""
    anorexi\w*
    bulimi\w*
    eating disorder
    (?:starv|purg)ing\b
    mak(?:e|ing) myself sick
    barely eat\w*
    scared of (?:eating|gaining)
    """),
    Pattern("periods", "absent_3m_plus", r"""
    (?:no|lost my|stopped having|haven'?t had(?: a| my)?|without(?: a| my)?) periods?(?:
    + \w+){0,3} (?:months?|year)
    periods? (?:have |has )?(?:stopped|gone|disappeared)
    amenorrh\w+
    """),
)  # fmt: skip
