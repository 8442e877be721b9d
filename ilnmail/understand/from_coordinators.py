"""A coordinator's mail: orders, one a line, or the YES to a preview of them. Pure."""

from ilnmail.events import CoordinatorWrote, Event, Level, Order, QuestionAnswered
from ilnmail.understand import commands, orders, ticket_answers
from ilnmail.understand.addressees import TO_COORDINATORS
from ilnmail.understand.case import Case
from ilnmail.understand.reading import Reading


def by_a_coordinator(case: Case) -> Event | None:
    """Read as coordinator where the letter answered is one, or where no letter says otherwise."""
    context, reading = case.context, case.reading
    if context.sender is None or not context.sender.coordinator:
        return None
    letter = context.letter
    if letter is not None and letter.kind not in TO_COORDINATORS:
        return None
    ask = context.ask
    if ask and ask.kind == "preview" and (said := _yes_or_no(case)):
        return said
    lines = ask.lines if ask else ()
    of_a_ticket = len(lines) == 1 and lines[0][1].startswith("Q-")
    if letter is not None and letter.kind in ticket_answers.LETTERS and of_a_ticket:
        given = ticket_answers.read_ticket_answer(reading.text)
    else:
        given = orders.read_orders(reading.text, answered=letter.kind if letter else "") or _by_door(reading)
    if letter is None and not given:
        return None
    given = _confirmed(case, given)
    return CoordinatorWrote(**case.mail, orders=given, lines=lines, text=reading.text, sheets=reading.sheets)


def orders_after_all(case: Case) -> Event | None:
    """A coordinator who takes part as well answers a receipt with an order: nothing else can be read in it, and it is
    proven no better than a new mail, for the receipt was about something else."""
    sender, reading = case.context.sender, case.reading
    if sender is None or not sender.coordinator:
        return None
    given = orders.read_orders(reading.text, answered="")
    if not given or not all(order.verb and order.sure for order in given):
        return None
    if case.context.confirmed:
        return CoordinatorWrote(**case.mail, orders=_confirmed(case, given), lines=(), text=reading.text)
    mail = {**case.mail, "level": min(case.mail["level"], Level.AUTHENTIC)}
    return CoordinatorWrote(**mail, orders=given, lines=(), text=reading.text)


def _confirmed(case: Case, given: tuple[Order, ...]) -> tuple[Order, ...]:
    """Those to which a YES was said; all of them where none was shown first."""
    said = set(case.context.confirmed)
    return tuple(order for order in given if not said or {order.line, 0} & said)


def _by_door(reading: Reading) -> tuple[Order, ...]:
    """A spreadsheet that was sent to our +import address, or a topic to +topics, needs no word with it."""
    if reading.door == "topics":
        title = reading.subject.strip()
        language = f"in {reading.locale}" if reading.locale not in ("", "en") else ""
        return (
            Order(line=1, verb="topic", text=f"{language}: {title}\n{reading.text}", raw=f"topic: {title}"),
        )
    names = ", ".join(name for name, _ in reading.sheets)
    return (Order(line=1, verb="import", raw=f"import {names}".strip()),) if reading.door == "import" else ()


def _yes_or_no(case: Case) -> Event | None:
    """The answer to a preview; a mail that says more than that is orders again."""
    found = commands.read_command(case.reading.text)
    ask = case.context.ask
    if ask is None or found is None or found.word not in ("YES", "NO") or not found.whole:
        return None
    return QuestionAnswered(**case.mail, ask=ask.id, value=found.word)
