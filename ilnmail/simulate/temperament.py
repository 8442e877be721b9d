"""How a made-up librarian answers a letter: pure, and the same at every playing.

One row for each kind of letter says what is written; the persona's pace and habits say when and how.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ilnmail.simulate.chance import between, pick, share
from ilnmail.simulate.pen import Bond, answer_to_topic, letter_to_partner
from ilnmail.simulate.people import Persona
from ilnmail.simulate.received import Received
from ilnmail.simulate.stock import phrases


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a persona remembers. Changes with every letter."""

    seed: str
    bond: Bond = field(default_factory=Bond)
    introduced: datetime | None = None
    prompts: int = 0  # topics received
    resting: bool = False  # paused or left: reads, does not write
    gone: bool = False
    seen: tuple[str, ...] = ()  # kinds of letters that are answered only once


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A mail that somebody means to write."""

    at: datetime
    text: str
    answering: Received | None = None
    placement: str = "top"  # or below, inside: where the words stand with regard to the quote
    automatic: bool = False
    slot: str = ""  # a newer plan for the same purpose replaces the older one
    sender: str = ""  # "Name <address>", where somebody else answers


_HOURS = {"eager": (60.0, 170.0), "steady": (120.0, 290.0), "slow": (220.0, 420.0), "silent": (60.0, 200.0)}
"""Hours from reading a letter to answering it, for things that can wait."""

_PROMPT_SHARE = {"eager": 0.85, "steady": 0.6, "slow": 0.35, "silent": 0.0}
"""How many of the monthly topics somebody answers."""

Answer = Callable[[Persona, Memory, Received], str]


def respond(persona: Persona, memory: Memory, letter: Received) -> tuple[Memory, tuple[Reply, ...]]:
    """What somebody will write because of a letter, and what they remember afterwards."""
    memory = _remember(memory, letter)
    if _is_away(persona, memory, letter.at):
        return memory, (_out_of_office(persona, memory, letter),)
    if memory.gone or (persona.pace == "silent" and letter.kind not in _JOINING):
        return memory, ()
    if letter.kind in ("introduction", "relay", "partner-answer"):
        return _to_partner(persona, memory, letter)
    answer = ANSWERS.get(letter.kind)
    text = answer(persona, memory, letter) if answer else ""
    if not text:
        return memory, ()
    reply = _reply(persona, memory, letter, text)
    return _afterwards(memory, text), (reply, *_colleague(persona, memory, letter))


def _remember(memory: Memory, letter: Received) -> Memory:
    """A new partner begins a new correspondence; the stories told stay told."""
    if letter.kind == "introduction":
        bond = Bond(partner=letter.partner, shared=_shared(letter.text), told=memory.bond.told)
        return replace(memory, bond=bond, introduced=letter.at)
    if letter.kind == "prompt":
        return replace(memory, prompts=memory.prompts + 1)
    if letter.kind in ("pairing-ended", "partner-left", "parted"):
        return replace(memory, bond=replace(memory.bond, partner=""))
    return memory


def _shared(text: str) -> tuple[str, ...]:
    """The interests that an introduction says both have named."""
    _, found, rest = " ".join(text.split()).partition(" both named ")
    named = rest.partition(".")[0].replace(" and ", ", ")
    return tuple(part.strip() for part in named.split(",") if part.strip()) if found else ()


def _afterwards(memory: Memory, text: str) -> Memory:
    first = text.split(maxsplit=1)[0]
    return replace(memory, gone=memory.gone or first == "LEAVE", resting=memory.resting or first == "PAUSE")


def _to_partner(persona: Persona, memory: Memory, letter: Received) -> tuple[Memory, tuple[Reply, ...]]:
    """A letter to the partner, unless there is nobody any more, or nothing to add."""
    heard = "" if letter.kind == "introduction" else letter.text
    mute = memory.resting or (letter.kind == "partner-answer" and share(memory.seed, letter.message_id) < 0.6)
    if not memory.bond.partner or mute:
        return memory, ()
    text, bond = letter_to_partner(persona, memory.bond, heard, memory.seed)
    reply = replace(_reply(persona, memory, letter, text), slot="partner")
    return replace(memory, bond=bond), (reply,)


# What each kind of letter is answered with; "" means that it is only read.


def _confirm(persona: Persona, memory: Memory, letter: Received) -> str:
    return "" if persona.has("never confirms") else persona.yes or "YES"


def _still_in(persona: Persona, memory: Memory, letter: Received) -> str:
    """Only where the letter asks for it."""
    return _any("place", memory, letter) if "YES" in letter.text else ""


def _nudged(persona: Persona, memory: Memory, letter: Received) -> str:
    if persona.has("worried"):
        return phrases()["hospital"][0]
    heard = memory.bond.letters > 0
    return _any("in_touch" if heard and persona.pace != "slow" else "will_write", memory, letter)


def _chooses(persona: Persona, memory: Memory, letter: Received) -> str:
    if persona.pace == "slow":
        return _any("wait", memory, letter)
    return phrases()["new_partner"][0]


def _topic(persona: Persona, memory: Memory, letter: Received) -> str:
    if memory.prompts == 2 and persona.has("leaves"):
        return phrases()["leave"][0]
    if memory.prompts == 1 and persona.has("pauses"):
        return phrases()["pause"][0]
    if memory.prompts == 1 and persona.has("rematch"):
        return phrases()["rematch"][0]
    if memory.resting or share(memory.seed, persona.name, letter.subject) > _PROMPT_SHARE[persona.pace]:
        return ""
    text = answer_to_topic(persona, f"{letter.subject} {_question(letter.text)}", memory.seed)
    return f"SHARE\n\n{text}" if share(memory.seed, persona.name, memory.prompts, "share") < 0.5 else text


def _thanks(persona: Persona, memory: Memory, letter: Received) -> str:
    """Half of those whom a coordinator has answered say thank you; nobody needs to read that."""
    return _any("thanks_to_a_person", memory, letter) if share(memory.seed, letter.message_id) < 0.5 else ""


def _question(text: str) -> str:
    """The first indented line or two of a prompt."""
    return " ".join(line.strip() for line in text.splitlines() if line.startswith("    "))


def _one_of(name: str) -> Answer:
    return lambda persona, memory, letter: _any(name, memory, letter)


def _any(name: str, memory: Memory, letter: Received) -> str:
    text = pick(phrases()[name], memory.seed, letter.message_id)
    return text.replace("{partner}", memory.bond.partner or "my partner")


ANSWERS: Mapping[str, Answer] = {
    "card": _confirm,
    "card-reminder": _confirm,
    "place": _still_in,
    "day-7": _nudged,
    "no-answer": _chooses,
    "in-touch": _one_of("check_in"),
    "check-in": _one_of("check_in"),
    "survey": lambda persona, memory, letter: "4 4 3 5 5",
    **{kind: lambda persona, memory, letter: "1" for kind in ("partner-left", "parted")},
    "partner-unreachable": lambda persona, memory, letter: "2",
    "no-partner": lambda persona, memory, letter: "2",
    "did-you-mean": lambda persona, memory, letter: "YES",
    "for-partner": lambda persona, memory, letter: "YES",
    "was-it-you": lambda persona, memory, letter: "YES",
    "again": lambda persona, memory, letter: "1",
    "prompt": _topic,
    "goodbye": _one_of("goodbye"),
    "person-answer": _thanks,
}

_JOINING = ("card", "card-reminder", "place")
_QUICK = (*_JOINING, "did-you-mean", "for-partner", "was-it-you", "again")


def _reply(persona: Persona, memory: Memory, letter: Received, text: str) -> Reply:
    """When, and above, below or inside what was quoted."""
    if persona.has("numbers") and text[:1].isdigit():
        text = text[:1]
    low, high = (0.2, 20) if letter.kind in _QUICK else _HOURS[persona.pace]
    if letter.kind not in ("relay", "partner-answer", *_QUICK):
        low, high = low / 4, high / 4  # a question of ours is answered sooner than a letter
    if letter.kind == "introduction" and persona.pace == "eager":
        low, high = 2, 48
    later = between(low, high, memory.seed, persona.name, letter.message_id)
    return Reply(
        at=_waking(letter.at + timedelta(hours=later), persona.zone),
        text=text,
        answering=letter,
        placement=next((habit for habit in ("below", "inside") if persona.has(habit)), "top"),
    )


def _waking(at: datetime, zone: str) -> datetime:
    """The same minute between 7 and 22 on that clock."""
    hour = at.astimezone(ZoneInfo(zone)).hour
    return at if 7 <= hour < 22 else at + timedelta(hours=(7 - hour) % 24)


def _is_away(persona: Persona, memory: Memory, at: datetime) -> bool:
    if not persona.has("away") or memory.introduced is None:
        return False
    return timedelta(days=26) <= at - memory.introduced < timedelta(days=40)


def _out_of_office(persona: Persona, memory: Memory, letter: Received) -> Reply:
    back = (memory.introduced or letter.at) + timedelta(days=40)
    text = (
        f"Thank you for your mail. I am out of the office and will be back on {back:%Y-%m-%d}.\n"
        f"Your mail is not forwarded.\n\n{persona.name}"
    )
    at = letter.at + timedelta(seconds=5)
    return Reply(at=at, text=text, answering=letter, automatic=True, slot=f"away {letter.message_id}")


def _colleague(persona: Persona, memory: Memory, letter: Received) -> tuple[Reply, ...]:
    """Somebody passes a topic on to a colleague, who answers from an address nobody knows."""
    if not (persona.has("forwards") and letter.kind == "prompt" and memory.prompts == 1):
        return ()
    text = phrases()["forwarded"][0].replace("{me}", persona.called)
    sender = "Katrin Vogel <katrin.vogel@example.com>"
    at = _waking(letter.at + timedelta(hours=30), persona.zone)
    return (Reply(at=at, text=text, answering=letter, slot="colleague", sender=sender),)
