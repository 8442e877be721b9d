"""How the made-up coordinators answer: one reply, a line for each thing that needs them. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ilnmail.simulate.people import Persona
from ilnmail.simulate.received import Received
from ilnmail.simulate.stock import phrases
from ilnmail.simulate.temperament import Reply


@dataclass(frozen=True)
class Desk:
    """What a coordinator has lying on the desk."""

    proposal: Received | None = None
    looked_again: bool = False
    hard: int = 0  # the pair whose reasons were asked for
    answered: tuple[str, ...] = ()  # subjects of letters answered


def decide(persona: Persona, desk: Desk, letter: Received) -> tuple[Desk, tuple[Reply, ...]]:
    """What a coordinator writes because of a letter, and what lies on the desk afterwards.

    The first of the two decides; the other reads along and steps in when a decision is overdue.
    """
    if letter.kind == "proposal":
        desk = replace(desk, proposal=letter, hard=_hard(letter.text))
    answer = _ANSWERS.get(letter.kind)
    first = persona.pace == "eager"
    if answer is None or not (first or letter.kind == "reminder"):
        return desk, ()
    text, answering = answer(desk, letter)
    if not text:
        return desk, ()
    done = replace(
        desk,
        looked_again=desk.looked_again or letter.kind == "transcript",
        answered=(*desk.answered, letter.subject),
    )
    return done, (Reply(at=_soon(letter.at, letter.kind), text=text, answering=answering),)


MOST_A_WEEK = 10
"""Decisions of a coordinator who answers the digest and nothing else."""


def decide_weekly(persona: Persona, desk: Desk, letter: Received) -> tuple[Desk, tuple[Reply, ...]]:
    """An hour a week: the digest is answered, up to ten lines of it, the people before what decides itself. Whatever
    else comes is left to its default, but for the YES to what was ordered on one's own, and for the one word that
    lets letters go again where so many came back that all were stopped."""
    if letter.kind in ("preview", "held"):
        return decide(persona, desk, letter)
    if letter.kind != "digest" or persona.pace != "eager":
        return desk, ()
    lines = tuple(line for number, words in _needs(letter) if (line := _urgent(number, words)))
    if not lines:
        return desk, ()
    answer = Reply(at=_soon(letter.at, letter.kind), text="\n".join(lines[:MOST_A_WEEK]), answering=letter)
    return desk, (answer,)


def _urgent(number: int, words: str) -> str:
    """Words of people are answered, and pairs that only a person may approve; the rest happens by itself."""
    if re.search(r"proposed pairs wait", words):
        return f"{number} yes"
    alone = re.search(r"\bwrote\b|\bwrites\b|answered a reminder|asks for help|not going well", words)
    needs = alone or re.search(r"\(P-\d+\) added:", words)
    return _decision(number, words) if needs and not re.match(r"\d+ people added", words) else ""


def _soon(at: datetime, kind: str) -> datetime:
    minutes = {"transcript": 9, "preview": 4, "please-read": 95, "proposal": 35}.get(kind, 40)
    return at + timedelta(minutes=minutes)


Decision = tuple[str, Received]


def _proposal(desk: Desk, letter: Received) -> Decision:
    """The pair with a word of warning is looked at twice; where there is none, a middle one is."""
    if not desk.hard:
        return "approve all", letter
    return f"approve all except {desk.hard}\nwhy {desk.hard}", letter


def _hard(text: str) -> int:
    """The pair to look at twice; none where there are few."""
    numbers = [int(n) for n in re.findall(r"^ {0,3}(\d+)[ .)]", text, re.M)]
    return 0 if len(numbers) < 3 else _warned(text) or numbers[len(numbers) // 2]


def _warned(text: str) -> int:
    """The number of the first pair that comes with a warning."""
    found = re.search(
        r"^ {0,3}(\d+)[ .)](?:(?!^ {0,3}\d+[ .)]).)*?(?:but|careful|note|warning)", text, re.M | re.S | re.I
    )
    return int(found[1]) if found else 0


def _transcript(desk: Desk, letter: Received) -> Decision:
    """After the reasons of a pair have been read: yes to that one, too."""
    decided = re.search(r"\bapprove all except\b|\bwhy \d", letter.text)
    if desk.proposal is None or desk.looked_again or not desk.hard or not decided:
        return "", letter
    return f"approve {desk.hard}", desk.proposal


def _preview(desk: Desk, letter: Received) -> Decision:
    """What is about to happen is shown first; one YES is enough."""
    return ("YES" if "YES" in letter.text and letter.subject not in desk.answered else ""), letter


def _digest(desk: Desk, letter: Received) -> Decision:
    lines = tuple(_decision(number, words) for number, words in _needs(letter))
    return "\n".join(line for line in lines if line), letter


def _needs(letter: Received) -> tuple[tuple[int, str], ...]:
    """The numbered lines of a digest."""
    needs = letter.text.partition("NEEDS YOU")[2].partition("\n\nROUND ")[0]
    return tuple((int(n), " ".join(words.split())) for n, words in re.findall(_NEED, needs, re.M | re.S))


_NEED = r"^ {0,3}(\d{1,2})[ .)] +(.+?)(?=^ {0,3}\d{1,2}[ .)] |\Z)"


def _decision(number: int, words: str) -> str:
    """One line for one need: words to people in trouble, yes to what can be said yes to."""
    found = re.match(r"\s*(\S+)", words)
    called = found[1] if found else "friend"
    if re.search(r"\bmatch P-\d+", words):
        return ""  # somebody is looked for every morning
    if "@" in words.partition(" ")[0]:
        return f"{number} close"  # there is nobody on file to answer
    if re.search(r"hospital|answered a reminder", words):
        return f"{number} {phrases()['answer_worried'][0].replace('{name}', called)}"
    if re.search(r"\bwrote\b|\bwrites\b|\badded:|asks for help|not going well", words):
        return f"{number} {phrases()['answer_human'][0].replace('{name}', called)}"
    return f"{number} yes"


def _please_read(desk: Desk, letter: Received) -> Decision:
    called = letter.subject.partition(" ")[0]
    text = "answer_worried" if "hospital" in letter.text else "answer_human"
    return phrases()[text][0].replace("{name}", called), letter


def _reminder(desk: Desk, letter: Received) -> Decision:
    """Of tickets: words, as in the digest. Of a proposal: yes to all that is left."""
    found = re.findall(r"^ {0,3}(\d{1,2}) +Q-\d+: (.+?)\n\s+If nobody", letter.text, re.M | re.S)
    if found:
        return "\n".join(_decision(int(n), " ".join(words.split())) for n, words in found), letter
    return ("approve all", desk.proposal) if desk.proposal else ("", letter)


_ANSWERS: Mapping[str, Callable[[Desk, Received], Decision]] = {
    "proposal": _proposal,
    "rescue": lambda desk, letter: ("approve all", letter),
    "transcript": _transcript,
    "preview": _preview,
    "digest": _digest,
    "please-read": _please_read,
    "reminder": _reminder,
    "closing": lambda desk, letter: ("no", letter),
    "held": lambda desk, letter: ("RESUME", letter),
}
