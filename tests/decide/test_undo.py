"""What UNDO says it took back is in words for the person, whatever an act is called for coordinators."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ilnmail.decide import decide
from ilnmail.decide.changing import ANSWERED
from ilnmail.effects import Send
from ilnmail.events import CommandGiven, Level
from ilnmail.model import Act, Address
from tests.coordinators.desk import AMINA, STATE

AT = datetime(2027, 3, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "rule", "words", "heard"),
    [
        ("en", ANSWERED, "no-answer: wait", "Your answer of Monday 15 March 2027"),
        ("de", ANSWERED, "no-answer: wait", "Ihre Antwort vom Montag, 15. März 2027"),
        ("en", "CommandGiven", "Paused", "Paused"),
    ],
)
def test_an_answer_is_taken_back_by_its_day(locale: str, rule: str, words: str, heard: str) -> None:
    person = replace(AMINA, locale=locale)
    act = Act(id=4, cause="m6", actor=person.address, rule=rule, words=words, at=AT)
    state = replace(
        STATE,
        person=person,
        people=(person,),
        addresses=(Address(address=person.address, person=person.id),),
        acts=(act,),
    )
    asked = CommandGiven(
        sender=person.address,
        level=Level.AUTHENTIC,
        command="UNDO",
        at=AT,
        message=7,
        message_id="<7@example.org>",
        person=person.id,
    )

    (sent,) = (effect for effect in decide(state, asked) if isinstance(effect, Send))

    assert (sent.kind, sent.values["what"]) == ("undone", heard)
