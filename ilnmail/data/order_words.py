"""The coordinators' words: the orders there are, other words for them in six languages, and whole phrases.

Source: written for this project.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = _words(
    "approve reject hold swap why match unmatch rematch avoid show find list history help stats pause resume "
    "remove set tag note block reply close take give freeze unfreeze round postpone quiet broadcast topic topics "
    "digest daily weekly off away more sheet export import coordinator undo release drop"
)

BY_NUMBER = _words(
    "approve reject hold swap why undo release drop close take give reply show history freeze unfreeze"
)
"""Orders that take the numbers of lines."""

_OTHER_WORDS = {
    "approve": "yes yep ok okay approved accept accepted y agreed fine good great perfect ✓ ✔ ✅ 👍 "
    "oui sí si sim ja да نعم 是 好 einverstanden passt genehmigt aprobado approuvé",
    "reject": "no decline declined n rejected nope ✗ ✘ ❌ 👎 non não nein нет لا 否 不 ablehnen abgelehnt",
    "hold": "wait later skip warten später attendre esperar aguardar",
    "swap": "exchange swapped exchanged",
    "match": "pair",
    "unmatch": "unpair split",
    "show": "who status",
    "find": "search",
    "undo": "cancel revert oops",
    "reply": "answer tell write",
    "close": "done closed",
    "drop": "dropped",
    "release": "released",
    "take": "mine",
    "weekly": "monday",
    "sheet": "spreadsheet csv xlsx",
    "stats": "numbers statistics figures",
    "help": "? commands orders",
    "topic": "prompt",
    "topics": "prompts",
}
SAME: dict[str, str] = {word: verb for verb, words in _OTHER_WORDS.items() for word in words.split()}

WEAK = _words(
    "fine good great perfect wait later skip done mine take give close show write tell answer who status"
)
"""Everyday words too: with a sentence right behind them they are the beginning of that sentence."""

POLITE = _words(
    "please pls kindly hi hello dear maria let's lets we i would like to and then also oh sorry can could you "
    "i'll i'd just now want will need bitte"
)
"""Words that may stand before an order."""

FILLERS = _words(
    "is are was be it its it's that's that this these those they're looks look sounds sound seems please pls "
    "thanks thank to for with of the a an on one ones pair pairs line lines i i'd i'll we would like say says "
    "vote go hi hello hey dear bot my me us also then so very really definitely of course sure all's "
    "now can could you will let's lets am from my side again both till until til keep put re ad should zu zum "
    "ist sind bitte danke auch noch erst erstmal lieber gern gerne bis für von die den das der ich wir mit "
    "avec pour les le la merci c'est por favor gracias los las el la y e para obrigado obrigada con com"
)
"""Words that change nothing in an answer."""

AND = _words("and und et y e")

NEGATIONS = _words(
    "not don't dont do-not nothing none never cannot can't cant won't isn't unless if nicht kein keine keinen "
    "nichts pas ne rien nada nunca"
)
"""With one of these an answer has to be asked about."""

ALL = _words("all everything everybody alle alles tous tout toutes todos todas todo tudo")
REST = _words("rest others remaining übrigen anderen restlichen autres resto demais outros")
EXCEPT = _words("except but without save minus excluding ausser außer sauf excepto salvo exceto menos")

HEDGES = _words("maybe perhaps unsure vielleicht peut-être quizás talvez")
"""As good as a question mark."""

UNITS = _words(
    "week weeks day days month months year years hour hours minute minutes people persons colleagues percent % "
    "am pm uhr o'clock times more things january february march april may june july august september october "
    "november december wochen tage monate jahre semaines jours mois semanas días meses"
)
"""A number before one of these counts something; it is no line of a letter."""

NUMBER_WORDS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(words.split(), 1)
}

TO_SOMEBODY = _words(
    "you your yours yourself dear hello hi du dein deine dir dich ihnen ihr ihre vous votre tu usted su"
)
"""Words of a letter to a person: what has them may be meant to be passed on."""

WHOLE_PHRASES: tuple[tuple[str, str], ...] = (
    (
        r"(?:many |with )?(?:thanks|thank you)(?: (?:so|very|you))*(?: (?:much|all|a lot|in advance))?",
        "filler",
    ),
    (r"(?:looks?|sounds?) (?:very )?(?:good|fine|great|perfect)(?: to me)?(?=\s*[,.!])", "filler"),
    (r"(?:i have |we have )?no objections?(?: at all)?(?=\s*[,.!])", "filler"),
    (r"go ahead", "approve"),
    (r"d'accord|de acuerdo|de acordo", "approve"),
    (r"i agree", "approve"),
    (r"no,? thanks?(?: you)?|nein,? danke|lieber nicht|better not|rather not", "reject"),
    (r"not (?:ok|okay|good|fine|approved|agreed|this one)", "reject"),
    (
        r"all (?:of (?:them|these|those|it)|the pairs|\d{1,3}(?: of them)?"
        r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: of them)?)",
        "all",
    ),
    (r"not yet|noch nicht|pas encore|todavía no", "hold"),
    (r"apart from|other than|but not|all but|bis auf", "except"),
    (
        r"(?:all|everything|everybody|everyone) (?:the )?(?:others?|else|rest|remaining)(?: ones| pairs)?"
        r"|the (?:others?|rest|remaining)(?: ones| pairs)?|(?:alle )?(?:die )?(?:anderen|übrigen)|der rest"
        r"|le reste|(?:tous )?les autres|el resto|(?:todos )?(?:los|os) (?:demás|demais|outros)|o resto",
        "rest",
    ),
)
"""(pattern, what it means in an answer by numbers)."""

PHRASES: tuple[tuple[str, str, str], ...] = (
    (r"(?:open|start)\s+(?:a|the|our)?\s*(?:new\s+)?round\b(?P<rest>.*)", "round", "open"),
    (r"close\s+(?:applications|the round)\b(?P<rest>.*)", "round", "close"),
    (r"(?:run|make)\s+the\s+match(?:es)?\b(?P<rest>.*)", "round", "match"),
    (r"match\s+run\b(?P<rest>.*)", "round", "match"),
    (r"(?:round\s+)?postpone\s+(?P<rest>.*)", "postpone", ""),
    (r"(?:resume|release)\s+(?:all\s+)?(?:the\s+)?(?:mail|letters|sending)\b(?P<rest>.*)", "resume", ""),
    (r"(?:i am|i'm|am|be)\s+away\b(?P<rest>.*)", "away", ""),
    (r"(?:take|undo)\s+(?:it|that|this)\s+back\b(?P<rest>.*)", "undo", ""),
    (r"undo\s+(?:it|that|this|all|everything)(?P<rest>)[\s.!]*$", "undo", ""),
    (r"(?:this|that)?\s*is\s+mine\b(?P<rest>.*)", "take", ""),
    (r"show\s+(?:me\s+)?(?:the\s+)?(?:more|rest)\b(?P<rest>)", "more", ""),
    (r"(?:it\s+)?digest\s+(?P<rest>daily|weekly|off)\b", "digest", ""),
    (r"it\s+(?P<rest>daily|weekly|every day|every week)\b", "digest", ""),
    (r"coordinators\b(?P<rest>)$", "coordinator", "list"),
    (r"(?:send|show|give)\s+(?:me\s+)?(?:the\s+|a\s+)?(?:spreadsheet|sheet)\b(?P<rest>)", "sheet", ""),
    (r"who(?:'s|\s+is|\s+are)?\s+(?P<rest>waiting|quiet|silent|paused)\b", "list", ""),
    (r"who(?:'s|\s+is)\s+(?P<rest>(?!.*\b[PMQ]-\d).+)", "find", ""),
    (r"why\s+(?:did|do|have|are|is|were)\s+(?:you\s+)?(?:\w+\s+)?(?P<rest>(?:#|\d|[PM]-).*)", "why", ""),
    (r"(?:the\s+)?(?:topic|question)s?\s+(?=(?:for|in)\s+[^:]{3,40}:)(?P<rest>.*)", "topic", ""),
    (r"how\s+are\s+(?:the|our)\s+(?:numbers|figures)\b(?P<rest>)", "stats", ""),
)
"""(pattern, verb, words before the rest): what people write who have not read the help page."""
