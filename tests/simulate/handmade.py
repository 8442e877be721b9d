"""A round of five mails, made by hand, to look at the page with."""

from datetime import UTC, date, datetime

from ilnmail.simulate.gallery.record import Door, Record, ShownMail, ShownPairing, ShownPerson

HELLO = """Hello,

My name is Amina Yusuf. I catalogue manuscripts in Mombasa, Kenya, and I would love to meet a colleague abroad.

I am interested in manuscripts, oral history and old photographs. I speak English and Swahili."""

CARD = """Dear Amina,

Thank you for writing. You are very welcome. This is what we
understood, and what your partner will see:

    Name: Amina Yusuf
    Country: Kenya
    City: Mombasa
    Work: cataloguer of manuscripts
    Languages: English, Swahili
    Interests: manuscripts, oral history, old photographs
    Partner: a colleague in any country

Is this right? Reply YES. If something is wrong or missing, say so
in the same mail: "Yes, and I also read Arabic."

If you do nothing, we ask once more on 27 January, and delete this
card on 19 February.

A program wrote this. Maria and Tomás, the coordinators, read what
it cannot.

--
You wrote to iln@example.org on 20 January 2027.
HELP, HUMAN or NO: reply with the word alone. Ref k7qf-2m"""

MEET = """Dear Amina,

Your partner until 30 June is Jonas Berg, who directs a public
library in Oslo, Norway.

Why you two: you both named oral history and old photographs.
Jonas asked for "someone far from my own desk". You share English.

Oslo is two hours behind Mombasa (one from 28 March). "Hei" is
hello. Offices there close from 25 to 29 March.

To begin, reply to this mail. All you write goes to Jonas, without
your address. Three lines are plenty, for example:

  - what an ordinary day is like where you work
  - what you see from your desk (a photo is welcome)
  - how often you would like to write, and what to do
    if one of you goes quiet

Jonas has the same letter about you. No need to wait.

If no mail has passed by 8 March, we ask you both, once, whether
all is well.

--
International Librarians Network. You joined on 21 January 2027.
To us, not to Jonas: HELP, PAUSE, LEAVE or HUMAN alone in a mail.
Ref m3xd-8p"""

REPLY = """Dear Amina,

I have your name since this morning and have been looking at the map instead of at my budget.

An ordinary day: I unlock at eight, and the first one in is always Mr Dahl, who reads three newspapers and disagrees
with all of them.

Jonas"""

US, PROGRAMME = "iln@example.org", "International Librarians Network"


def amina_writes(number: int = 1, **more: object) -> ShownMail:
    values: dict[str, object] = {
        "number": number,
        "at": datetime(2027, 1, 20, 7, 42, tzinfo=UTC),
        "inbound": True,
        "sender": "Amina Yusuf",
        "reader": PROGRAMME,
        "address": "amina.yusuf@example.org",
        "subject": "Hello from Mombasa",
        "kind": "Applied",
        "text": HELLO,
        "written": HELLO,
        "raw": b"From: Amina Yusuf <amina.yusuf@example.org>\r\nSubject: Hello from Mombasa\r\n\r\n"
        + HELLO.encode(),
        "notes": ("country: Kenya, because of \u201cin Mombasa, Kenya\u201d", "languages: English, Swahili"),
        "outcome": "acted",
        "reason": "a card was sent",
        "person": 1,
        "led_to": (2,) if number == 1 else (),
    }
    return ShownMail(**{**values, **more})  # type: ignore[arg-type]


def ours(number: int, kind: str, subject: str, text: str, day: int, **more: object) -> ShownMail:
    return amina_writes(
        number,
        at=datetime(2027, 1 + day // 40, 1 + day % 28, 8, tzinfo=UTC),
        inbound=False,
        sender=PROGRAMME,
        reader="Amina Yusuf",
        subject=subject,
        kind=kind,
        text=text,
        written="",
        why="Shows what we understood, and asks for one YES.",
        notes=("answers the mail before", "waited no time at all"),
        outcome="",
        reason="",
        raw=text.encode(),
        **more,
    )


def record(*more: ShownMail) -> Record:
    mails = (
        amina_writes(),
        ours(2, "card", "Amina, did we understand you?", CARD, 20, cause=1),
        amina_writes(
            3,
            kind="CardAnswered",
            subject="Re: Amina, did we understand you?",
            text="Yes, and I also read Arabic.\n\n> " + CARD.replace("\n", "\n> "),
            written="Yes, and I also read Arabic.",
            cause=2,
        ),
        ours(4, "introduction", "Amina, meet Jonas in Norway", MEET, 56, pairing=1),
        ours(5, "relay", "Re: Jonas, meet Amina in Kenya", REPLY, 57, pairing=1),
    )
    return Record(
        programme=PROGRAMME,
        address=US,
        round="2027A",
        began=date(2027, 1, 18),
        starts=date(2027, 3, 1),
        ends=date(2027, 6, 28),
        people=(
            ShownPerson(
                id=1,
                name="Amina Yusuf",
                country="Kenya",
                city="Mombasa",
                work="cataloguer of manuscripts",
                languages=("English", "Swahili"),
                interests=("manuscripts",),
                state="active",
                habits="answers at once",
            ),
            ShownPerson(
                id=2,
                name="Jonas Berg",
                country="Norway",
                city="Oslo",
                work="director of a public library",
                languages=("English", "Norwegian"),
                interests=("oral history",),
                state="left",
            ),
        ),
        pairings=(
            ShownPairing(
                id=1,
                people=(1, 2),
                state="running",
                reasons=("Both named oral history.",),
                interests=("oral history",),
                language="English",
                letters=1,
            ),
        ),
        mails=(*mails, *more),
        five=(1, 2, 3, 4, 5),
        doors=(
            Door("Follow Amina", "From her first mail to the last.", (1, 2, 3)),
            Door("The quiet partner", "Lucía waits, is asked, and meets Teresa.", (4,)),
            Door("The coordinator\u2019s Monday", "One digest, one answer, done.", (5,)),
        ),
        decisions=21,
        phases=(
            ("applications", date(2027, 1, 18)),
            ("matching", date(2027, 2, 15)),
            ("seventeen weeks of letters", date(2027, 3, 1)),
            ("goodbye", date(2027, 6, 28)),
        ),
    )
