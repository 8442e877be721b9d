"""What is asked about oneself: all that is held, the last letter again, everything deleted."""

import json
from dataclasses import replace
from datetime import timedelta

from ilnmail.decide import decide
from ilnmail.decide.commands.export import FILE, PARTS
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect, Forget, Keep, Outcome, Repeat, Send
from ilnmail.events import CommandGiven, Level, QuestionAnswered
from ilnmail.model import Act, Ask, Letter, PersonState
from tests.coordinators.desk import AMINA, AT, JONAS, MARIA, RUNNING, STATE

ASK = Ask(id=8, person=AMINA.id, kind="delete-confirm", lines=(("YES", "delete"),), asked_at=AT)
LETTER = Letter(
    key="introduction:M-7:P-3",
    kind="introduction",
    person=AMINA.id,
    address=AMINA.address,
    message_id="<1@example.org>",
    state="sent",
    created_at=AT,
)


def known(**values: object) -> State:
    return replace(STATE, person=AMINA, **values)  # type: ignore[arg-type]


def given(command: str, person: int = AMINA.id) -> CommandGiven:
    return CommandGiven(
        at=AT, message=7, message_id="<7@x>", sender="a@x", person=person, level=Level.FRESH, command=command
    )


def yes(days: int = 0, level: Level = Level.FRESH) -> QuestionAnswered:
    at = AT + timedelta(days=days)
    return QuestionAnswered(
        at=at,
        message=7,
        message_id="<7@x>",
        sender=AMINA.address,
        person=AMINA.id,
        level=level,
        ask=8,
        value="YES",
    )


def letters(effects: tuple[Effect, ...]) -> list[tuple[str, str]]:
    return [(e.kind, e.address) for e in effects if isinstance(e, Send)]


def outcomes(effects: tuple[Effect, ...]) -> list[object]:
    return [e.outcome for e in effects if hasattr(e, "outcome")]


def test_export_goes_to_the_address_on_file_with_every_part_and_a_file() -> None:
    held = {part: ({"at": AT, "words": "Maps."},) for part in ("acts",)}
    (sent,) = (e for e in decide(known(held=held), given("EXPORT")) if isinstance(e, Send))
    assert sent.address == AMINA.address
    assert len(sent.values["parts"]) == 1 + len(PARTS)  # type: ignore[arg-type]
    assert ("What was changed at your word", ("24 March 2027: Maps.",)) in sent.values["parts"]  # type: ignore[operator]
    ((name, text),) = sent.attached
    assert (name, json.loads(text)["acts"][0]["words"]) == (FILE, "Maps.")


def test_a_long_part_is_cut_in_the_letter_and_whole_in_the_file() -> None:
    many = tuple({"address": f"a{n}@example.org"} for n in range(40))
    (sent,) = (e for e in decide(known(held={"addresses": many}), given("EXPORT")) if isinstance(e, Send))
    lines = dict(sent.values["parts"])["Your addresses"]  # type: ignore[call-overload]
    assert (len(lines), lines[-1]) == (13, "and 28 more, in the file")
    assert len(json.loads(sent.attached[0][1])["addresses"]) == 40


def test_delete_me_is_asked_about_first() -> None:
    effects = decide(known(couple=RUNNING), given("DELETE"))
    assert letters(effects) == [("delete-confirm", AMINA.address)]
    assert outcomes(effects) == [Outcome.ASKED]
    assert not any(isinstance(e, Forget) for e in effects)


def test_yes_deletes_tells_the_partner_and_can_not_be_undone() -> None:
    effects = decide(known(couple=RUNNING, ask=ASK), yes())
    assert Forget(AMINA.id, message=7, barred=True) in effects
    assert Cancel(person=AMINA.id) in effects
    assert letters(effects) == [("partner-left", JONAS.address), ("erased", AMINA.address)]
    (act,) = (e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Act))
    assert (act.changes, act.actor) == ((), "")
    assert "Amina" not in act.words


def test_the_yes_must_come_from_the_address_that_was_asked_and_within_a_week() -> None:
    proven = decide(known(ask=ASK), yes(level=Level.AUTHENTIC))
    late = decide(known(ask=ASK), yes(days=8))
    assert letters(proven) == [("was-it-you", AMINA.address)]
    assert letters(late) == [("receipt", AMINA.address)]
    assert not any(isinstance(e, Forget) for e in (*proven, *late))


def test_a_coordinator_is_not_deleted_by_a_mail() -> None:
    effects = decide(replace(STATE, person=MARIA), given("DELETE", MARIA.id))
    assert outcomes(effects) == [Outcome.TO_A_PERSON]


def test_not_me_deletes_an_application_that_somebody_else_made_and_nothing_more() -> None:
    applying = replace(AMINA, state=PersonState.APPLYING)
    assert Forget(AMINA.id, message=7, barred=True) in decide(
        replace(STATE, person=applying), given("NOT ME")
    )
    assert outcomes(decide(known(), given("NOT ME"))) == [Outcome.TO_A_PERSON]


def test_resend_repeats_the_last_letter_that_was_no_answer() -> None:
    effects = decide(known(last=LETTER), given("RESEND"))
    assert Repeat(LETTER.key) in effects
    assert letters(effects) == [("receipt", AMINA.address)]
    assert outcomes(decide(known(), given("RESEND"))) == [Outcome.ASKED]
