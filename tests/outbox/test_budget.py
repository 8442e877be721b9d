"""The limits of mail providers, and a day on which not everything fits."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from ilnmail.database import reading
from ilnmail.load import facts, mail
from ilnmail.outbox import PRESETS, Rates
from tests.outbox.desk import NOW, Server, deliver, queue

UNLIMITED = 10**6
PUBLISHED = {  # what the provider takes: in a day, in a minute, connections at the same time
    "gmail": (500, UNLIMITED, UNLIMITED),
    "workspace": (2_000, UNLIMITED, UNLIMITED),
    "microsoft365": (10_000, 30, 3),
    "fastmail": (4_000, UNLIMITED, UNLIMITED),
}


@pytest.mark.parametrize("provider", PUBLISHED)
def test_a_preset_stays_below_what_its_provider_takes(provider: str) -> None:
    day, minute, connections = PUBLISHED[provider]
    preset = PRESETS[provider]
    assert 0 < preset.day <= day * 0.9
    assert 0 < preset.minute < minute
    assert 1 <= preset.connections <= connections
    assert (preset.person, preset.domain) == (4, 10)


def test_a_server_of_ones_own_is_limited_for_the_readers_sake_only() -> None:
    assert PRESETS["own"] == Rates(person=4, connections=4, ahead=True)


def test_what_does_not_fit_today_goes_tomorrow_the_most_urgent_first(engine: Engine) -> None:
    kinds = ("digest", "prompt", "introduction", "relay", "card")
    for kind in kinds:
        queue(engine, kind, f"{kind}@example.org")
    server, rates = Server(), Rates(day=3)

    for hour in range(25):
        deliver(engine, server, NOW + timedelta(hours=hour), rates=rates)
        if hour == 23:
            assert server.taken == [f"{kind}@example.org" for kind in ("card", "relay", "introduction")]

    assert server.taken[3:] == ["prompt@example.org", "digest@example.org"]


def test_a_spent_day_is_said_in_status_and_digest_and_forgotten_after_a_week(engine: Engine) -> None:
    for number in range(3):
        queue(engine, address=f"reader{number}@example.org")

    deliver(engine, Server(), rates=Rates(day=3))
    with reading(engine) as db:
        assert mail.day_spent(db, NOW - timedelta(days=7)) == 0  # all that was due has gone

    queue(engine, address="late@example.org")
    deliver(engine, Server(), NOW + timedelta(hours=2), rates=Rates(day=3))
    with reading(engine) as db:
        problems, figures = facts.health(db, NOW + timedelta(hours=2, minutes=5))
        assert mail.health(db, NOW + timedelta(days=3))["day_spent"] == 3
        assert mail.health(db, NOW + timedelta(days=8))["day_spent"] == 0
        assert facts.health(db, NOW + timedelta(hours=26))[1]["limit of the day reached"] == "no"
    assert any(one.startswith("the day's 3 letters have gone") for one in problems)
    assert figures["limit of the day reached"] == 3


def test_two_leases_at_the_same_moment_stay_below_the_limit_together(engine: Engine) -> None:
    """What another worker has in hand counts as gone."""
    for number in range(6):
        queue(engine, address=f"reader{number}@example.org")
    gone: list[int] = []

    class Meanwhile(Server):
        def send(self, *args: Any) -> str:
            if not gone:
                gone.append(deliver(engine, Server(), worker="two", rates=Rates(day=4)))
            return super().send(*args)

    assert deliver(engine, Meanwhile(), rates=Rates(day=4), most=3) == 3
    assert gone == [1]
