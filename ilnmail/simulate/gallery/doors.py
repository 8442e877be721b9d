"""Three ways into a played round, and the five mails of its first screen. Pure."""

from collections.abc import Iterator

from ilnmail.simulate.gallery.record import Door, ShownMail, ShownPairing, ShownPerson

_MOST_MAILS = 40
Mails = tuple[ShownMail, ...]


def five_mails(mails: Mails, person: int) -> tuple[int, ...]:
    """Somebody writes, the card, their YES, the introduction, the partner's first words."""
    mine = [mail for mail in mails if mail.person == person]
    wanted = (
        ("Applied", True),
        ("card", False),
        ("CardAnswered", True),
        ("introduction", False),
        ("relay", False),
    )
    found = (_first(mine, kind, inbound) for kind, inbound in wanted)
    return tuple(mail.number for mail in found if mail is not None)


def doors(
    mails: Mails, people: tuple[ShownPerson, ...], pairings: tuple[ShownPairing, ...]
) -> Iterator[Door]:
    """Each only where the round has it."""
    named = {person.id: person.name.split()[0] for person in people}
    takes_part = [person.id for person in people if not person.coordinator]
    if takes_part:
        who = takes_part[0]
        mine = tuple(mail.number for mail in mails if mail.person == who)
        yield Door(f"Follow {named[who]}", "From the first mail to the goodbye.", mine[:_MOST_MAILS])
    if quiet := _quiet(mails):
        words = f"{named.get(quiet[0], 'Somebody')} waits, is asked and not accused, and meets somebody else."
        yield Door("The quiet partner", words, quiet[1])
    if monday := _monday(mails):
        yield Door("The coordinator\u2019s Monday", "One letter, one reply, done.", monday)


def _first(mails: list[ShownMail], kind: str, inbound: bool) -> ShownMail | None:
    return next((mail for mail in mails if mail.kind == kind and mail.inbound == inbound), None)


def _quiet(mails: Mails) -> tuple[int, tuple[int, ...]] | None:
    """Of the first who was asked what to do: from the introduction to the second one's first words."""
    asked = [mail for mail in mails if mail.kind == "no-answer" and mail.person is not None]
    for one in sorted(asked, key=lambda mail: not _met_again(mails, mail.person or 0)):
        mine = [mail for mail in mails if mail.person == one.person]
        begins = [mail.number for mail in mine if mail.kind == "introduction"]
        until = begins[1] if len(begins) > 1 else mine[-1].number
        told = [mail for mail in mine if mail.number >= begins[0]]
        after = [mail.number for mail in told if mail.number > until][:3]
        return one.person or 0, (*(mail.number for mail in told if mail.number <= until), *after)[
            :_MOST_MAILS
        ]
    return None


def _met_again(mails: Mails, person: int) -> bool:
    return sum(mail.kind == "introduction" and mail.person == person for mail in mails) > 1


def _monday(mails: Mails) -> tuple[int, ...]:
    """The digest that led furthest: what was answered to it, and what became of that."""
    by_number = {mail.number: mail for mail in mails}
    digests = [mail for mail in mails if mail.kind == "digest" and mail.led_to]
    chains = [(digest.number, *_after(by_number, digest)) for digest in digests]
    chains += [
        (p.number, *_after(by_number, p)) for p in mails if p.kind == "proposal" and p.led_to and not chains
    ]
    return max(chains, key=len, default=())[:_MOST_MAILS]


def _after(mails: dict[int, ShownMail], mail: ShownMail) -> tuple[int, ...]:
    """What a mail led to, and what that led to."""
    answers = [mails[number] for number in mail.led_to]
    return tuple(sorted({number for one in answers for number in (one.number, *one.led_to)}))
