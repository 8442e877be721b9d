"""Leases: one holder at a time, the next one when the time is over, and never two in one transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from ilnmail import roles, tables
from ilnmail.database import reading, writing
from ilnmail.load.mail import health
from ilnmail.load.standstill import standing_still
from ilnmail.outbox import holding
from tests.stories.test_stories import settings
from tests.world import World

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)


def take(engine: Engine, holder: str, at: datetime = AT) -> roles.Lease | None:
    with writing(engine) as db:
        return roles.take(db, "decider", holder, at)


def over(engine: Engine) -> None:
    """The time of the lease has gone by, on whichever clock."""
    with writing(engine) as db:
        db.execute(update(tables.roles).values(until=datetime(2020, 1, 1, tzinfo=UTC)))


def test_only_one_holds_a_role(engine: Engine) -> None:
    assert take(engine, "one") is not None
    assert take(engine, "other") is None


def test_a_lease_that_is_not_renewed_goes_to_the_next_and_its_holder_can_decide_no_more(
    engine: Engine,
) -> None:
    first = take(engine, "one")
    over(engine)
    second = take(engine, "other")
    assert first and second and second.epoch > first.epoch
    with pytest.raises(roles.LostError), writing(engine) as db:
        roles.keep(db, first, AT)
    with writing(engine) as db:
        roles.keep(db, second, AT)


def test_renewing_keeps_it(engine: Engine) -> None:
    first = take(engine, "one")
    assert first
    later = AT + timedelta(seconds=50)
    with writing(engine) as db:
        roles.keep(db, first, later)
    assert take(engine, "other", later + timedelta(seconds=30)) is None


def test_let_go_it_is_free_at_once(engine: Engine) -> None:
    first = take(engine, "one")
    assert first
    with writing(engine) as db:
        roles.let_go(db, first, AT)
    assert take(engine, "other") is not None


def test_whoever_lost_the_role_leaves_nothing_behind(engine: Engine) -> None:
    first = take(engine, "one")
    over(engine)
    take(engine, "other")
    assert first
    with pytest.raises(roles.LostError), writing(engine) as db:
        db.execute(tables.switches.insert().values(name="half", value="done", at=AT))
        roles.keep(db, first, AT)
    with writing(engine) as db:
        assert db.execute(tables.switches.select()).all() == []


def test_who_has_lost_the_role_holds_no_letters_back(database_url: str) -> None:
    """To hold is to decide, though it is the sender who looks."""
    world = World(settings(["maria"], database_url), AT)
    world.app.deliver()
    world.clock.turn_to(AT + timedelta(days=3))
    world.app.lease = roles.Lease("decider", "one", 1)  # long somebody else's
    with pytest.raises(roles.LostError):
        world.app.deliver()
    with reading(world.engine) as db:
        assert holding(db).reach == "nothing"

    world.app.lease = None
    world.app.deliver()
    with reading(world.engine) as db:
        assert holding(db).reach == "scheduled"
    world.close()


def test_a_role_that_has_not_moved_for_long_is_said(engine: Engine) -> None:
    with writing(engine) as db:
        roles.wait_for_turn(db)  # which nobody has taken yet
        roles.beat(db, "reader", AT)
        roles.beat(db, "sender", AT - timedelta(hours=1))
    with reading(engine) as db:
        assert standing_still(db, AT) == [("sender", AT - timedelta(hours=1))]
        assert health(db, AT)["stopped"] == ("sender",)
