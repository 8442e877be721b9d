"""Every way a mailbox can fail, by a scripted server over a real socket: nothing is lost, nothing is kept twice."""

import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
from sqlalchemy import Engine, select

from ilnmail import inbox, tables
from ilnmail.database import reading
from ilnmail.inbox import ImapMailbox, InboxError, listen
from tests.edges.imap import Action, Line, Shelf, serving, tagged

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
TIMEOUT = 0.7  # seconds


def mail(number: int, day: int = 20) -> bytes:
    head = f"From: amina@example.org\r\nDate: {day} Jan 2027 10:00:00 +0000\r\nMessage-ID: <{number}@example.org>\r\n"
    return f"{head}\r\nMail {number}\r\n".encode()


MAILS = {uid: mail(uid) for uid in (30, 40, 50)}


def at_body(act: Callable[[Line], None]) -> Action:
    """Only where the mails themselves are asked for; their sizes are told."""
    return lambda line: act(line) if line.whole else line.properly()


def half(line: Line) -> None:
    line.wire.sendall(b"* 1 FETCH (UID 30 BODY[] {500}\r\nFrom: amina@exam")
    line.hang_up()


def bye(line: Line) -> None:
    line.give(line.wanted()[0])
    line.say("* BYE shutting down")
    line.hang_up()


def refuse_greeting(line: Line) -> None:
    line.say("* BYE too many connections")
    line.hang_up()


def short(line: Line) -> None:
    line.give(line.wanted()[0], length=20)
    line.say(line.ok())


def long(line: Line) -> None:
    line.give(line.wanted()[0], length=5000)
    line.hang_up()


def one_without(words: str) -> Action:
    """The first mail has no text, the others come."""

    def give(line: Line) -> None:
        first, *others = line.wanted()
        line.say(f"* 1 FETCH ({words.format(uid=first)})")
        for uid in others:
            line.give(uid)
        line.say(line.ok())

    return at_body(give)


def nameless(line: Line) -> None:
    for number, uid in enumerate(line.wanted()):
        line.give(uid, named=number > 0)
    line.say(line.ok())


def unasked(line: Line) -> None:
    line.say("* 1 EXPUNGE", "* 2 FETCH (FLAGS (\\Seen))", "* 9 EXISTS", "* 0 RECENT")
    line.properly()
    line.shelf.script.clear()


def twice(line: Line) -> None:
    for uid in (*line.wanted(), *line.wanted()):
        line.give(uid)
    line.say(line.ok())


def renumber(line: Line) -> None:
    """Meanwhile the folder has been numbered anew."""
    line.shelf.uidvalidity = 2
    line.shelf.mails = {uid + 100: raw for uid, raw in line.shelf.mails.items()}
    line.shelf.script.clear()
    line.hang_up()


def back(line: Line) -> None:
    line.shelf.uidnext = 2
    line.properly()


def writable(line: Line) -> None:
    line.say(
        "* 3 EXISTS", "* OK [UIDVALIDITY 1] v", "* OK [UIDNEXT 51] n", f"{line.tag} OK [READ-WRITE] there"
    )


def drip(line: Line) -> None:
    line.slowly(f"* SEARCH {' '.join(map(str, line.found()))}\r\n{line.ok()}\r\n", 0.01)


@dataclass(frozen=True)
class Fault:
    """A script; whether fetching fails, and whether trying again can help; how many mails come all the same."""

    name: str
    command: str = ""
    action: Action = Line.properly
    fails: str = ""  # "later": it passes; "operator": somebody has to mend it
    got: int = 0  # mails kept while the fault lasts
    says: str = ""
    left_out: str = ""


NOT_MOVED = "mail is not moved: the mark says what was read"
OAUTH = '{"status":"401","schemes":"bearer"} Basic authentication is disabled'
FAULTS = (
    Fault("refuse", "tcp", Line.hang_up, "later"),
    Fault("mute after TCP", "connect", Line.mute, "later"),
    Fault("mute in TLS", left_out="below, by name"),
    Fault("bad certificate", left_out="below, by name"),
    Fault("wrong host name", left_out="below, by name"),
    Fault("expired certificate", left_out="below, by name"),
    Fault("BYE for a greeting", "connect", refuse_greeting, "later"),
    Fault("NO to LOGIN", "login", tagged("NO [AUTHENTICATIONFAILED] wrong password"), "operator"),
    Fault("basic authentication disabled", "login", tagged(f"NO {OAUTH}"), "operator", says="app password"),
    Fault("XOAUTH2 error JSON", left_out="there is no OAuth2: passwords and app passwords only"),
    Fault("NO [ALERT]", "examine", tagged("NO [ALERT] read our new terms"), "operator", says="new terms"),
    Fault("NO [THROTTLED]", "search", tagged("NO [THROTTLED] slow down"), "later"),
    Fault("NO [UNAVAILABLE]", "login", tagged("NO [UNAVAILABLE] back in a minute"), "later"),
    Fault("NO [OVERQUOTA]", "fetch", tagged("NO [OVERQUOTA] mailbox full"), "operator"),
    Fault("BYE in the middle of FETCH", "fetch", at_body(bye), "later"),
    Fault("half a literal", "fetch", at_body(half), "later"),
    Fault("a literal longer than it says", "fetch", at_body(short), "later"),
    Fault("a literal shorter than it says", "fetch", at_body(long), "later"),
    Fault("a mail that is NIL", "fetch", one_without("UID {uid} BODY[] NIL"), got=2),
    Fault("a mail without its UID", "fetch", at_body(nameless), got=2),
    Fault("EXPUNGE and FETCH that nobody asked for", "search", unasked, got=3),
    Fault("a new UIDVALIDITY", "fetch", renumber, "later"),
    Fault("UIDNEXT goes back", "examine", back, got=3),
    Fault("the same UID twice", "fetch", at_body(twice), got=3),
    Fault("n:* names the last one always", left_out="the scripted server does so in every row"),
    Fault("no MOVE", left_out=NOT_MOVED),
    Fault("no UIDPLUS", left_out=NOT_MOVED),
    Fault("MOVE said and not done", left_out=NOT_MOVED),
    Fault("MOVE to a folder that is not there", left_out=NOT_MOVED),
    Fault("the folder is not read-only", "examine", writable, got=3),
    Fault("IDLE ends in silence", left_out="below, by name"),
    Fault("IDLE is mute", left_out="below, by name"),
    Fault('IDLE says "still here" without end', left_out="below, by name"),
    Fault("the clock jumps", left_out="below, by name"),
    Fault("an octet at a time", "search", drip, got=3),
    Fault("no UIDVALIDITY", "examine", tagged("OK there"), "later"),
)
TRIED = tuple(fault for fault in FAULTS if not fault.left_out)


def mailbox(shelf: Shelf, tls: str = "none") -> ImapMailbox:
    return ImapMailbox("127.0.0.1", shelf.port, "iln@example.org", "pw", tls, timeout=TIMEOUT)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(Shelf({1: mail(1, 18), 2: mail(2, 19)})) as made:
        yield made


def kept(engine: Engine) -> list[bytes]:
    """What waits to be answered."""
    waiting = select(tables.messages.c.raw).where(tables.messages.c.outcome == "")
    with reading(engine) as db:
        return sorted(zlib.decompress(raw) for raw in db.execute(waiting).scalars())


@pytest.mark.parametrize("fault", TRIED, ids=lambda fault: fault.name)
def test_nothing_is_lost_and_nothing_is_kept_twice(engine: Engine, shelf: Shelf, fault: Fault) -> None:
    box = mailbox(shelf)
    inbox.fetch(engine, box, NOW)
    shelf.mails |= MAILS
    shelf.script[fault.command] = fault.action
    if fault.command in ("tcp", "connect", "login", "examine"):
        box.close()

    began = time.monotonic()
    if fault.fails:
        with pytest.raises(InboxError, match=fault.says or None) as told:
            inbox.fetch(engine, box, NOW)
        assert told.value.transient is (fault.fails == "later")
    else:
        inbox.fetch(engine, box, NOW)
    assert time.monotonic() - began < 5
    assert len(kept(engine)) == fault.got

    shelf.script.clear()
    inbox.fetch(engine, box, NOW)
    inbox.reconcile(engine, box, NOW)
    assert kept(engine) == sorted(MAILS.values())
    assert not {"store", "move", "expunge", "copy", "select"} & set(shelf.heard)
    box.close()


def test_every_fault_of_the_list_is_a_row() -> None:
    assert len(FAULTS) == 36  # the 34; the list's first has two; and one more: no UIDVALIDITY
    assert len(TRIED) == 22


def test_a_mail_that_cannot_be_given_keeps_back_no_other_and_is_asked_for_by_night(
    engine: Engine, shelf: Shelf
) -> None:
    box = mailbox(shelf)
    inbox.fetch(engine, box, NOW)
    shelf.mails |= MAILS

    def give(line: Line) -> None:
        for uid in line.wanted():
            if uid == 40:
                half(line)
            line.give(uid)
        line.say(line.ok())

    shelf.script["fetch"] = at_body(give)
    inbox.fetch(engine, box, NOW)
    assert kept(engine) == [mail(30), mail(50)]
    with pytest.raises(InboxError):
        inbox.reconcile(engine, box, NOW)

    shelf.script.clear()
    inbox.reconcile(engine, box, NOW)
    assert kept(engine) == sorted(MAILS.values())


def test_a_clock_that_jumps_loses_nothing(engine: Engine, shelf: Shelf) -> None:
    box = mailbox(shelf)
    inbox.fetch(engine, box, NOW)
    for days, uid in ((-30, 30), (60, 40), (0, 50)):
        shelf.mails[uid] = mail(uid)
        inbox.fetch(engine, box, NOW + timedelta(days=days))
        inbox.look_by_night(engine, box, None, NOW + timedelta(days=days), "UTC")
    assert kept(engine) == sorted(MAILS.values())


def test_without_uidnext_what_lay_there_is_still_not_new(engine: Engine, shelf: Shelf) -> None:
    shelf.script["examine"] = lambda line: line.say("* OK [UIDVALIDITY 1] v", line.ok())
    box = mailbox(shelf)
    inbox.fetch(engine, box, NOW)
    shelf.mails |= MAILS
    inbox.fetch(engine, box, NOW)
    assert kept(engine) == sorted(MAILS.values())


def test_a_drip_that_never_ends_is_cut_by_the_watchdog(engine: Engine, shelf: Shelf) -> None:
    box = mailbox(shelf)
    inbox.fetch(engine, box, NOW)
    shelf.script["search"] = lambda line: line.slowly("* SEARCH " + "1 " * 10_000, 0.05)
    threading.Timer(0.5, box.cut).start()
    began = time.monotonic()
    with pytest.raises(InboxError):
        inbox.fetch(engine, box, NOW)
    assert time.monotonic() - began < 3


# under TLS


@dataclass(frozen=True)
class Papers:
    """A certificate and its key, and whether the client trusts who made it."""

    name: str
    about: str
    days: tuple[str, str]
    trusted: bool


PAPERS = (
    Papers("good", "IP:127.0.0.1", ("20250101000000Z", "20490101000000Z"), trusted=True),
    Papers("bad certificate", "IP:127.0.0.1", ("20250101000000Z", "20490101000000Z"), trusted=False),
    Papers("wrong host name", "DNS:mail.example.net", ("20250101000000Z", "20490101000000Z"), trusted=True),
    Papers("expired certificate", "IP:127.0.0.1", ("20200101000000Z", "20210101000000Z"), trusted=True),
)
_CONFIG = """
[ca]
default_ca = own
[own]
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""


def certificate(folder: Path, papers: Papers) -> tuple[Path, Path]:
    """Signed by itself, for the days given."""
    key, asked, made, config = (folder / name for name in ("key.pem", "asked.pem", "made.pem", "ca.cnf"))
    config.write_text(_CONFIG.format(folder=folder))
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01\n")
    about = ("-subj", "/CN=localhost", "-addext", f"subjectAltName={papers.about}")
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    signing = (
        "-config",
        str(config),
        "-selfsign",
        "-keyfile",
        str(key),
        "-in",
        str(asked),
        "-out",
        str(made),
    )
    when = ("-startdate", papers.days[0], "-enddate", papers.days[1])
    for command in (
        ("req", "-new", *kind, "-keyout", str(key), "-out", str(asked), *about),
        ("ca", "-batch", "-notext", *signing, *when),
    ):
        subprocess.run(("openssl", *command), check=True, capture_output=True)
    return made, key


@pytest.mark.parametrize("papers", PAPERS, ids=lambda papers: papers.name)
def test_a_certificate_that_is_not_right_is_refused_before_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papers: Papers
) -> None:
    made, key = certificate(tmp_path, papers)
    if papers.trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    with serving(Shelf(tls=context)) as shelf:
        if papers.name == "good":
            assert mailbox(shelf, "tls").open() == ("INBOX", 1, 1)
            return
        with pytest.raises(InboxError, match="certificate") as told:
            mailbox(shelf, "tls").open()
    assert not told.value.transient
    assert "login" not in shelf.heard


def test_a_server_that_is_mute_under_tls_is_given_up_in_time() -> None:
    """imapclient before 4.1 waits for ever."""
    with serving(Shelf(script={"tcp": Line.mute})) as shelf:
        began = time.monotonic()
        with pytest.raises(InboxError) as told:
            mailbox(shelf, "tls").open()
    assert time.monotonic() - began < 3
    assert told.value.transient


# IDLE


@dataclass
class Ringing:
    """A bell that is listened to; how often it rang, and how often IDLE was asked for."""

    shelf: Shelf
    rings: int = 0

    def ring(self) -> None:
        self.rings += 1

    def idles(self) -> int:
        return self.shelf.heard.count("idle")

    def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        late = time.monotonic() + seconds
        while time.monotonic() < late:
            if holds():
                return True
            time.sleep(0.02)
        return False


@pytest.fixture
def ringing(shelf: Shelf) -> Iterator[Callable[[Action], Ringing]]:
    with ExitStack() as stack:

        def listening(action: Action) -> Ringing:
            shelf.script["idle"] = action
            made, stop = Ringing(shelf), threading.Event()
            box = mailbox(shelf)
            bell = threading.Thread(target=listen, args=(box, made.ring, stop, 0.2))
            bell.start()

            def end() -> None:
                stop.set()
                box.cut()
                bell.join(5)
                assert not bell.is_alive()

            stack.callback(end)
            return made

        yield listening


def test_an_idle_that_ends_in_silence_is_noticed_and_begun_anew(
    ringing: Callable[[Action], Ringing],
) -> None:
    """imapclient's own `idle_check` returns at once without a word, 250,000 times in three seconds."""

    def end(line: Line) -> None:
        line.say("+ idling")
        line.hang_up()

    bell = ringing(end)
    assert bell.until(lambda: bell.idles() >= 3, 4)
    assert bell.rings >= 2  # at each new connection, for what came meanwhile
    assert bell.idles() < 50


def test_an_idle_that_is_mute_rings_no_more_and_ends_with_the_program(
    ringing: Callable[[Action], Ringing],
) -> None:
    def mute(line: Line) -> None:
        line.say("+ idling")
        line.mute()

    bell = ringing(mute)
    assert bell.until(lambda: bell.idles() == 1, 3)
    time.sleep(0.5)
    assert (bell.rings, bell.idles()) == (1, 1)


def test_still_here_without_end_keeps_nobody_busy(ringing: Callable[[Action], Ringing]) -> None:
    def flood(line: Line) -> None:
        line.say("+ idling")
        time.sleep(0.1)
        line.say(*["* OK still here"] * 50)

    bell = ringing(flood)
    assert bell.until(lambda: bell.idles() >= 2, 4)
    time.sleep(1)
    assert bell.idles() <= 4
    assert bell.rings == 1
