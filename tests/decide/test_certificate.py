"""CERTIFICATE: what is stated is what is known; what cannot be vouched for is not."""

import json
from dataclasses import replace

from ilnmail.decide import decide
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Keep, Send
from ilnmail.events import CommandGiven, Level
from ilnmail.model import Answer, PairingState, Ticket
from tests.coordinators.desk import AMINA, AT, ROUND, RUNNING, STATE

ASKED = CommandGiven(
    at=AT,
    message=812,
    message_id="<m@example.org>",
    sender=AMINA.address,
    person=AMINA.id,
    level=Level.AUTHENTIC,
    command="CERTIFICATE",
    text="certificate",
)


def known(couple: Couple = RUNNING, name: str = AMINA.name) -> State:
    answer = Answer(round=1, topic="gone-from-the-shelf", person=AMINA.id, text="A map.", at=AT)
    return replace(
        STATE,
        person=replace(AMINA, name=name),
        couples=(couple,),
        rounds=(ROUND,),
        answers=(answer, replace(answer, round=2)),
    )


def ended(because: str) -> Couple:
    over = replace(RUNNING.pairing, state=PairingState.ENDED, ended_because=because)
    return replace(RUNNING, pairing=over)


def sent(effects: tuple[Effect, ...]) -> Send:
    return next(e for e in effects if isinstance(e, Send))


def test_a_running_term_is_stated_so_far_with_the_topics_once_each() -> None:
    letter = sent(decide(known(), ASKED))
    name, text = letter.attached[0]
    page = json.loads(text)
    assert (letter.kind, name, page["name"]) == ("certificate", "certificate.pdf", AMINA.name)
    assert "so far" in page["told"][0] and ROUND.name in page["told"][0]
    assert page["topics"] == ["gone-from-the-shelf"]
    assert AMINA.address not in text


def test_a_term_that_ran_to_its_end_is_stated_and_one_that_broke_off_is_not() -> None:
    assert "so far" not in json.loads(sent(decide(known(ended("term")), ASKED)).attached[0][1])["told"][0]
    assert sent(decide(known(ended("rematch")), ASKED)).kind == "receipt"


def test_a_name_that_cannot_be_printed_goes_to_a_person() -> None:
    effects = decide(known(name="王小明"), ASKED)
    assert sent(effects).kind == "passed-to-person"
    assert any(isinstance(e, Keep) and isinstance(e.fact, Ticket) for e in effects)
