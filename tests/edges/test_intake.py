"""Mail in: nothing lost, nothing read twice, on both databases."""

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from ilnmail import inbox, tables
from ilnmail.database import migrate, needs_migration, reading, writing
from ilnmail.inbox.intake import fingerprint
from tests.world import Folder

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)


def mail(number: int) -> bytes:
    return f"From: amina@example.org\r\nMessage-ID: <{number}@example.org>\r\n\r\nMail {number}\r\n".encode()


def dated(number: int, day: int) -> bytes:
    return f"Date: {day} Jan 2027 09:00:00 +0000\r\n".encode() + mail(number)


def count(engine: Engine) -> int:
    with reading(engine) as db:
        return int(db.execute(select(func.count()).select_from(tables.messages)).scalar_one())


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    assert not needs_migration(engine)
    migrate(engine)
    assert not needs_migration(engine)


def test_mail_that_lay_there_at_the_very_first_start_is_counted_and_not_read(engine: Engine) -> None:
    folder = Folder([mail(1), mail(2)])

    inbox.fetch(engine, folder, NOW)
    folder.messages.append(mail(3))
    inbox.fetch(engine, folder, NOW)

    assert count(engine) == 1
    with reading(engine) as db:
        assert db.execute(select(tables.marks.c.skipped)).scalar_one() == 2


def test_a_second_fetch_finds_nothing_new(engine: Engine) -> None:
    folder = Folder()
    inbox.fetch(engine, folder, NOW)
    folder.messages += [mail(n) for n in range(120)]

    assert inbox.fetch(engine, folder, NOW) == 120
    assert inbox.fetch(engine, folder, NOW) == 0
    assert count(engine) == 120


class Renumbered(Folder):
    """The same folder after the server has numbered it anew."""

    def open(self) -> tuple[str, int, int]:
        return "INBOX", 2, len(self.messages) + 1


def test_under_a_new_uidvalidity_known_mail_is_recognised(engine: Engine) -> None:
    folder = Folder()
    inbox.fetch(engine, folder, NOW)
    folder.messages += [mail(1), mail(2)]
    inbox.fetch(engine, folder, NOW)

    inbox.fetch(engine, Renumbered([mail(2), mail(1), mail(3)]), NOW)

    assert count(engine) == 3


def test_renumbered_mail_from_before_the_first_start_is_kept_and_not_answered(engine: Engine) -> None:
    old = [dated(1, 18), dated(2, 19)]
    inbox.fetch(engine, Folder(old), NOW)
    answered = dated(3, 21)
    inbox.fetch(engine, Folder([*old, answered]), NOW)
    while waiting := inbox.begin_attempts(engine, NOW):
        for one in waiting:
            end(engine, one.id)

    folder = Renumbered([*old, answered, dated(4, 22)])
    inbox.fetch(engine, folder, NOW)
    folder.messages.append(dated(5, 2))  # the writer's clock is wrong: it came after, and is new
    inbox.fetch(engine, folder, NOW)

    following = inbox.begin_attempts(engine, NOW)
    assert [one.raw for one in following] == [dated(4, 22), dated(5, 2)]
    assert count(engine) == 5


def end(engine: Engine, id: int) -> None:
    with writing(engine) as db:
        db.execute(tables.messages.update().where(tables.messages.c.id == id).values(outcome="acted"))


def test_a_server_that_changes_line_ends_does_not_make_another_mail() -> None:
    assert fingerprint(mail(1)) == fingerprint(mail(1).replace(b"\r\n", b"\n"))
    assert fingerprint(mail(1)) != fingerprint(mail(2))


def test_the_third_failure_sets_a_message_aside_whole_and_the_next_one_goes_on(engine: Engine) -> None:
    folder = Folder()
    inbox.fetch(engine, folder, NOW)
    folder.messages += [mail(1), mail(2)]
    inbox.fetch(engine, folder, NOW)

    together = inbox.begin_attempts(engine, NOW)
    assert [one.raw for one in together] == [mail(1), mail(2)]  # and something goes wrong

    for _ in range(2):
        (waiting,) = inbox.begin_attempts(engine, NOW)
        assert waiting.raw == mail(1)
        inbox.failed(engine, waiting.id, "our fault", NOW)

    (following,) = inbox.begin_attempts(engine, NOW)
    assert following.raw == mail(2)
    assert [reason for _, reason in inbox.quarantined(engine)] == ["our fault"]
