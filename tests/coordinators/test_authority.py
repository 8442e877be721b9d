"""Who may do what: six senders, every word and order, and what comes of each."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from ilnmail.decide import decide
from ilnmail.decide.authority import RIGHTS
from ilnmail.decide.commands import COMMANDS
from ilnmail.decide.coordinator import ORDERS
from ilnmail.decide.state import SetAside, State
from ilnmail.effects import Effect, Send, Tell
from ilnmail.events import CoordinatorWrote, Event, Mail, OrderGiven
from ilnmail.model import Ask, Letter, Person, Place, RoundState
from ilnmail.understand.context import Context
from ilnmail.understand.interpret import interpret
from ilnmail.understand.reading import MailClass, Reading
from tests.coordinators import desk


@dataclass(frozen=True)
class Sender:
    """One way to write to us."""

    known: bool
    authentication: str
    route: str  # how the letter answered was found
    age: timedelta = timedelta(days=1)  # of that letter


SENDERS = {
    "a stranger": Sender(False, "pass", ""),
    "a forged From, and a stolen token": Sender(True, "fail", "token"),
    "a known From and nothing else": Sender(True, "absent", "reference code"),
    "an answer to an old letter": Sender(True, "absent", "token", timedelta(days=8)),
    "a proven sender, no letter answered": Sender(True, "pass", "reference code"),
    "an answer to a letter of this week": Sender(True, "absent", "token"),
}

MATRIX = """
                            stranger  forged  known  old    proven  fresh
  HELP RULES STATUS         nothing   done    done   done   done    done
  CHANGE RESEND JOIN        nothing   done    done   done   done    done
  YES NO HUMAN PROBLEM      nothing   done    done   done   done    done
  NOT-ME                    nothing   done    done   done   done    done
  LEAVE STOP PAUSE RESUME   nothing   asked   asked  done   done    done
  LESS MORE SKIP PRIVATE    nothing   asked   asked  done   done    done
  SHARE REMATCH MEET        nothing   asked   asked  done   done    done
  DIRECT LANGUAGE UNDO      nothing   asked   asked  done   done    done
  EXPORT DELETE AGAIN NOW   nothing   asked   asked  done   done    done
  CERTIFICATE               nothing   asked   asked  done   done    done
  CardAnswered              nothing   asked   asked  done   done    done
  QuestionAnswered          nothing   asked   asked  done   done    done
  TopicAnswered             nothing   asked   asked  done   done    done
  PartnerWritten            nothing   asked   asked  done   done    done
  TextReceived              nothing   done    done   done   done    done
  CommandMentioned          nothing   done    done   done   done    done
  why show find list        nothing   done    done   done   done    done
  help history stats              nothing   done    done   done   done    done
  round-show round-dates    nothing   done    done   done   done    done
  round-calendar            nothing   done    done   done   done    done
  approve reject hold swap  nothing   shown   shown  shown  shown   done
  match unmatch avoid       nothing   shown   shown  shown  shown   done
  freeze unfreeze           nothing   shown   shown  shown  shown   done
  pause resume remove set   nothing   shown   shown  shown  shown   done
  round reply close take    nothing   shown   shown  shown  shown   done
  undo give tag note block  nothing   shown   shown  shown  shown   done
  rematch quiet digest off  nothing   shown   shown  shown  shown   done
  postpone                  nothing   shown   shown  shown  shown   done
  daily weekly away         nothing   shown   shown  shown  shown   done
  release drop              nothing   shown   shown  shown  shown   done
  sheet export              nothing   shown   shown  shown  shown   done
  coordinator broadcast     nothing   shown   shown  shown  shown   shown
  import topic              nothing   shown   shown  shown  shown   shown
  digest-now more topics    nothing   done    done   done   done    done
  coordinator-list          nothing   done    done   done   done    done
  preview                   nothing   asked   asked  asked  asked   done
  erasure                   nothing   asked   asked  asked  asked   done
"""
WITHOUT_A_SENDER = {
    *("Applied", "StrangerAnswered"),  # from people we do not know: the next step is always a question
    *("MailIgnored", "LetterBounced", "Complained", "AwayNoted"),  # from machines: see below
    "MailTooLarge",  # not read at all: whoever wrote it is asked for something smaller
}

ONLY_FILES = {"sheet", "export"}  # what they do is what they tell

WRITTEN = {
    "LANGUAGE": "Français",
    "DELETE": "delete me",
    "TextReceived": "The weather is fine in our street today.",
    "CommandMentioned": "My neighbours wonder whether to leave for the coast or not.",
    "CardAnswered": "YES",
    "QuestionAnswered": "1",
    "TopicAnswered": "By boat, in spring.",
    "PartnerWritten": "Dear Jonas, good morning!",
    "preview": "YES",
    "erasure": "YES",
    "swap": "swap M-7 M-8",
    "match": "match P-3 P-5",
    "avoid": "avoid P-3 P-4",
    "pause": "pause P-3 until 2027-05-01",
    "set": "set P-3 country KE",
    "round": "round open 2027C 2027-09-06",
    "reply": "reply Q-9 Dear Amina, yes.",
    "find": "find amina",
    "list": "list tickets",
    "broadcast": "broadcast to all: The archive week\nFrom 7 June archives open their doors.",
    "export": "export people",
    "topic": "topic: Old paper\nWhich smell is it?",
    "postpone": "postpone two weeks",
    "give": "give Q-9 to Tomás",
    "tag": "tag P-3 rural",
    "note": "note P-3 prefers short mails",
    "block": "block P-3",
    "rematch": "rematch P-3",
    "quiet": "quiet country KE until 2027-05-01",
    "digest": "digest daily",
    "away": "away until 2027-05-01",
    "coordinator": "coordinator add Ana Lima <ana@example.org>",
}
LETTERS = {
    "CardAnswered": "card",
    "QuestionAnswered": "day-7",
    "TopicAnswered": "prompt",
    "PartnerWritten": "introduction",
    "preview": "preview",
    "erasure": "delete-confirm",
}
KNOWN: dict[str, State] = {
    **dict.fromkeys(("approve", "reject", "hold", "swap", "why"), replace(desk.STATE, couples=desk.PROPOSED)),
    **dict.fromkeys(
        ("unmatch", "freeze"), replace(desk.STATE, couples=(desk.RUNNING,), people=(desk.AMINA,))
    ),
    "unfreeze": replace(
        desk.STATE,
        couples=(replace(desk.RUNNING, pairing=replace(desk.RUNNING.pairing, frozen=True)),),
    ),
    "match": replace(desk.STATE, people=(desk.AMINA, desk.LUCIA)),
    "avoid": replace(desk.STATE, people=(desk.AMINA, desk.JONAS)),
    **dict.fromkeys(
        ("reply", "close", "take", "give"), replace(desk.STATE, tickets=(desk.TICKET,), people=(desk.AMINA,))
    ),
    **dict.fromkeys(
        ("release", "drop"),
        replace(desk.STATE, set_aside=(SetAside(id=811, reason="a fault", received_at=desk.AT),)),
    ),
    "postpone": replace(desk.STATE, round=replace(desk.ROUND, state=RoundState.OPEN)),
    "undo": replace(desk.STATE, acts=(desk.ACT,)),
}


SHEETS = (("people.csv", "name,country,languages,address\nAna Lima,Portugal,English,ana@example.org\n"),)


def cells() -> list[tuple[str, str, str]]:
    """(word, sender, what comes of it) of every cell of the matrix."""
    return [
        (word.replace("-", " "), sender, outcome)
        for row in MATRIX.strip().splitlines()[1:]
        for word in row.split()[: -len(SENDERS)]
        for sender, outcome in zip(SENDERS, row.split()[-len(SENDERS) :], strict=True)
    ]


def is_order(word: str) -> bool:
    return word.partition(" ")[0] in ORDERS


def writer(word: str) -> Person:
    return desk.MARIA if is_order(word) or word == "preview" else desk.AMINA


def mail(word: str, sender: Sender) -> Event:
    """A mail with that word from that sender, understood."""
    who = writer(word)
    kind = LETTERS.get(word) or ("digest" if is_order(word) else "receipt")
    asks = kind in ("card", "day-7", "preview", "please-read", "delete-confirm")
    letter = Letter(
        key="x:1:P-3",
        kind=kind,
        person=who.id,
        address=who.address,
        message_id="<1@example.org>",
        state="sent",
        created_at=desk.AT - sender.age,
        pairing=7,
        round=1,
    )
    answers = sender.known and (sender.route == "token" or word in LETTERS)
    context = Context(
        sender=who if sender.known else None,
        letter=letter if answers else None,
        owner=who if answers else None,
        route=sender.route if answers else "",
        ask=ask(kind, who) if answers and asks else None,
        topic="maps",
    )
    reading = Reading(
        mail_class=MailClass.HUMAN,
        reason="",
        sender=who.address if sender.known else "stranger@example.net",
        text=WRITTEN.get(word, word),
        sheets=SHEETS if word == "import" else (),
        authentication=sender.authentication,
    )
    return interpret(reading, context, 812, desk.AT)


def ask(kind: str, who: Person) -> Ask:
    lines = {
        "please-read": (("1", "Q-9"),),
        "preview": (("message", "811"), ("1", "approve all")),
        "day-7": (("1", "in touch"), ("2", "will write"), ("3", "help")),
    }
    return Ask(id=1, person=who.id, kind=kind, lines=lines.get(kind, ()), asked_at=desk.AT)


def outcome(word: str, event: Event) -> str:
    """What comes of it: nothing, asked, shown, done."""
    assert isinstance(event, Mail)
    if event.person is None:
        return "nothing"
    known = KNOWN.get(word, replace(desk.STATE, people=(desk.AMINA,), tickets=(desk.TICKET,)))
    if isinstance(event, CoordinatorWrote) and event.orders:
        return order_outcome(known, event)
    known = replace(
        known,
        person=writer(word),
        couple=desk.RUNNING,
        ask=ask(LETTERS.get(word, ""), writer(word)),
        place=Place(round=1, person=3, since=desk.AT),
        answers=(desk.ANSWER,),
    )
    kinds = [effect.kind for effect in decide(known, event) if isinstance(effect, Send)]
    return "asked" if kinds == ["was-it-you"] else "done"


def order_outcome(known: State, event: CoordinatorWrote) -> str:
    given = OrderGiven(
        at=event.at,
        cause="m812",
        actor=event.sender,
        person=event.person,
        level=event.level,
        order=event.orders[0],
        message=812,
        sheets=event.sheets,
    )
    effects = decide(known, given)
    return "shown" if only_shown(effects) else "done"


def only_shown(effects: tuple[Effect, ...]) -> bool:
    tells = [effect for effect in effects if isinstance(effect, Tell)]
    return len(tells) == len(effects) and any(t.words.startswith("with YES: ") for t in tells)


@pytest.mark.parametrize(("word", "sender", "expected"), cells(), ids=str)
def test_a_sender_gets_as_far_as_the_matrix_says(word: str, sender: str, expected: str) -> None:
    assert outcome(word, mail(word, SENDERS[sender])) == expected


def test_no_word_and_no_order_is_left_out_of_the_matrix() -> None:
    assert {word for word, _, _ in cells()} | WITHOUT_A_SENDER == set(RIGHTS)
    assert set(COMMANDS) | set(ORDERS) <= set(RIGHTS)


@pytest.mark.parametrize(
    "order",
    [word for word in ORDERS if RIGHTS[word].level and not RIGHTS[word].preview and word not in ONLY_FILES],
)
def test_an_order_that_is_enough_does_something(order: str) -> None:
    """So that no row of the matrix says "done" of an order that was only refused."""
    event = mail(order, SENDERS["an answer to a letter of this week"])
    assert isinstance(event, CoordinatorWrote)
    given = OrderGiven(
        at=desk.AT, cause="m812", actor="", person=1, level=event.level, order=event.orders[0], message=812
    )
    known = KNOWN.get(order, replace(desk.STATE, people=(desk.AMINA,)))
    assert not all(isinstance(effect, Tell) for effect in decide(known, given))


@pytest.mark.parametrize(
    "kind", [kind for kind in MailClass if kind not in (MailClass.HUMAN, MailClass.OVERSIZED)]
)
def test_automatic_mail_gives_no_order_and_answers_nothing(kind: MailClass) -> None:
    letter = Letter(
        key="digest:1:P-1",
        kind="digest",
        person=1,
        address=desk.MARIA.address,
        message_id="<1@example.org>",
        state="sent",
        created_at=desk.AT,
    )
    context = Context(sender=desk.MARIA, letter=letter, owner=desk.MARIA, route="token")
    reading = Reading(mail_class=kind, reason="a machine", sender=desk.MARIA.address, text="approve all")
    event = interpret(reading, context, 812, desk.AT)
    effects = decide(replace(desk.STATE, person=desk.MARIA), event)
    assert not isinstance(event, CoordinatorWrote)
    assert not [effect for effect in effects if isinstance(effect, Send)]
