"""Words written beside the number of an answer: for a person to read, or kept with it."""

from dataclasses import replace

from ilnmail.decide.state import State
from ilnmail.decide.tickets import ADDED, KEPT, key_of_words, ticket
from ilnmail.effects import Effect, Keep
from ilnmail.events import QuestionAnswered
from ilnmail.understand.beside import asks, disagrees


def comment(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """A longer text beside the number is read by a person, and until then all reminders to the two stop; unless the
    answer says it all and the words agree with it."""
    if len(event.comment.split()) < 3 or state.person is None or event.value in _read_anyway(state):
        return ()
    words = f"{state.person.name} (P-{state.person.id}) added: {event.comment[:300]}"
    if _says_it_all(state, event):
        return (Keep(ticket(state, event, f"added:m{event.message}", ADDED, words, KEPT)),)
    read = ticket(state, event, key_of_words(state, event), "please read", words)
    return (Keep(replace(read, due=None)),)  # nobody was promised an answer


_ALL_IS_WELL = frozenset({"in touch", "well", "slowly", "yes", "YES", "trio", "widen"})
_IT_IS_DECIDED = frozenset(
    {"will write", "wait", "later", "no", "next round", "stop", "pause", "topics only"}
)


def _says_it_all(state: State, event: QuestionAnswered) -> bool:
    """Words beside "well" must agree with it; those beside a decision may give reasons, and ask nothing."""
    assert state.ask is not None and state.person is not None
    meaning = dict(state.ask.lines).get(event.value, event.value)
    if asks(event.comment):
        return False
    well = meaning in _ALL_IS_WELL or state.ask.kind == "survey"
    agrees = not disagrees(event.comment, event.locale or state.person.locale)
    return agrees if well else meaning in _IT_IS_DECIDED


def _read_anyway(state: State) -> tuple[str, ...]:
    """The choices whose own ticket carries the words already."""
    return (
        tuple(n for n, meaning in state.ask.lines if meaning in ("help", "new partner")) if state.ask else ()
    )
