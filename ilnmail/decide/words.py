"""Mail that has no single reading: asked back, or read by a person. Nothing is guessed."""

from ilnmail.decide.couples import partner_names
from ilnmail.decide.sending import answer, conclude, letter, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import handed_over, key_of_words
from ilnmail.effects import Effect, Guard, Outcome
from ilnmail.events import CommandMentioned, MailTooLarge, StrangerAnswered, TextReceived


def text_received(state: State, event: TextReceived) -> tuple[Effect, ...]:
    """For a person; while it waits, reminders to both stop. A greeting of the partner is asked about."""
    person, couple = state.person, state.couple
    if person is not None and event.greets_partner and couple is not None:
        sent = answer(event, "for-partner", person, partners=partner_names(state), text=event.text)
        kept = (("text", event.text),)
        return (
            *question(state, event.at, sent, f"M-{couple.pairing.id}", lines=kept),
            conclude(event, Outcome.ASKED, "for the partner?"),
        )
    who = f"{person.name} (P-{person.id})" if person else event.sender
    return (
        *handed_over(state, event, key_of_words(state, event), f"{who} wrote: {event.text[:300]}"),
        conclude(event, Outcome.TO_A_PERSON, "no reading"),
    )


def mail_too_large(state: State, event: MailTooLarge) -> tuple[Effect, ...]:
    """Nothing of it was read but its head: its writer hears what would work."""
    said = answer(event, "too-large", state.person, files=event.octets)
    return (said, conclude(event, Outcome.ASKED, f"too large: {event.reason}"))


def command_mentioned(state: State, event: CommandMentioned) -> tuple[Effect, ...]:
    """A command word inside a sentence: "did you mean PAUSE?"."""
    person = state.person
    assert person is not None
    sent = answer(
        event,
        "did-you-mean",
        person,
        word=event.command,
        text=event.text,
        partners=partner_names(state),
    )
    return (
        *question(state, event.at, sent, lines=(("YES", event.command),)),
        conclude(event, Outcome.ASKED, f"did you mean {event.command}?"),
    )


def stranger_answered(state: State, event: StrangerAnswered) -> tuple[Effect, ...]:
    """Our token from another address: held, and the address we know is asked whether it is theirs."""
    owner = next(p for p in state.people if p.id == event.owner)
    sent = letter(
        "strange-sender",
        f"m{event.message}",
        owner,
        Guard.ALWAYS,
        sender=event.sender,
        text=event.text,
        came_on=event.at.date(),
    )
    kept = (("address", event.sender), ("message", str(event.message)))
    return (
        *question(state, event.at, sent, event.sender, lines=kept),
        conclude(event, Outcome.ASKED, "another address than the one we wrote to"),
    )
