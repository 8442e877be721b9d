"""The times: `schedules/*.toml` as values. Pure; `app` reads the files.

Days of a round count from the introductions (day 0); times are on each participant's own clock.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, get_type_hints


@dataclass(frozen=True, kw_only=True)
class RoundTimes:
    """`schedules/round.toml`"""

    opens: int = -42
    closes: int = -14  # at the end of that day anywhere on Earth (UTC-12)
    still_in: int = -10  # "still in?" once more, to whoever has not answered
    match: int = -7
    remind: tuple[int, ...] = (-5, -3)
    default: int = -2
    introduce: int = 0
    at: time = time(9)
    term_weeks: int = 17
    remind_end: int = 28  # days before the end
    relay_days: int = 30  # the relay stays open after the end
    report: int = 14  # days after the end
    least: int = 10  # people; with fewer at closing the round is put off, unless a coordinator goes on
    put_off: int = 14  # days by which
    wait: int = 2  # days in which a coordinator may go on


@dataclass(frozen=True, kw_only=True)
class PromptTimes:
    """`schedules/prompts.toml`"""

    every: str = "month"  # or "fortnight"
    at: time = time(9)
    first_after: int = 21  # days after the introductions at the earliest
    last_before: int = 14  # days before the end at the latest
    keep_for: int = 7  # days: one not sent by then is dropped
    ask_before: int = 10  # days: the coordinators hear which topic comes from the shelf


@dataclass(frozen=True, kw_only=True)
class SilenceTimes:
    """`schedules/silence.toml`: days since the introduction while not both have been heard from"""

    ask: int = 7
    choose: int = 14
    end: int = 21
    wait: int = 21  # days after "I will wait" until the choice is offered once more
    still: int = 28  # days without a sign, once in touch, until "still in touch?"
    at: time = time(9)


@dataclass(frozen=True, kw_only=True)
class CheckInTimes:
    """`schedules/checkins.toml`"""

    weeks: tuple[int, ...] = (4, 8)
    survey: int = 8  # the week in which it comes as five questions
    seen: int = 14  # days
    at: time = time(9)


@dataclass(frozen=True, kw_only=True)
class RescueTimes:
    """`schedules/rescue.toml`"""

    days: int = 2  # a proposed pair goes out by itself after so many, if the round allows it
    waiting: int = 30  # of the waiting list are looked at, the first in the queue
    volunteers: int = 30  # for a second partner


@dataclass(frozen=True, kw_only=True)
class JoiningTimes:
    """`schedules/joining.toml`: days since the card was sent"""

    remind: int = 7
    keeps_place: int = 14  # a YES until then keeps the place of the first mail
    delete: int = 30
    ask_at_most: int = 2


@dataclass(frozen=True, kw_only=True)
class DigestTimes:
    """`schedules/digest.toml`"""

    weekday: str = "monday"
    at: time = time(8)


@dataclass(frozen=True, kw_only=True)
class Holds:
    """`schedules/holds.toml`: minutes that mail to third people waits, so that UNDO is real"""

    participants: int = 5
    coordinators: int = 30
    pause_weeks: int = 4  # PAUSE without a date
    undo_days: int = 7
    answer_days: int = 3  # within which a coordinator answers, as we promise
    mail_days: int = 30  # the bytes of a mail are kept after it is done with
    backup_days: int = 35  # the operator keeps no backup for longer
    delete_days: int = 7  # the YES to "delete everything?" counts


@dataclass(frozen=True, kw_only=True)
class Weights:
    """`schedules/matching.toml`: what a perfect fit is worth, 100 in all; `wishes` and `new` come on top"""

    interests: int = 60
    language: int = 15
    hours: int = 15
    work: int = 10
    wishes: int = 10
    new: int = 5
    floor: int = 30  # above 2,000 people each point that a pair lacks to this counts three times


@dataclass(frozen=True, kw_only=True)
class Schedules:
    """All of them."""

    round: RoundTimes = RoundTimes()
    prompts: PromptTimes = PromptTimes()
    silence: SilenceTimes = SilenceTimes()
    rescue: RescueTimes = RescueTimes()
    checkins: CheckInTimes = CheckInTimes()
    joining: JoiningTimes = JoiningTimes()
    digest: DigestTimes = DigestTimes()
    holds: Holds = Holds()
    matching: Weights = Weights()


class ScheduleError(ValueError):
    """A schedule file says something we cannot read; the message names the file and the line's word."""


def read_schedules(texts: Mapping[str, str]) -> Schedules:
    """From the texts of the files, by name without ending. A file that is not there means the defaults.

    Raises ScheduleError naming every problem at once.
    """
    kinds = get_type_hints(Schedules)
    problems: list[str] = []
    parts: dict[str, Any] = {}
    for name, kind in kinds.items():
        try:
            written = tomllib.loads(texts.get(name, ""))
        except tomllib.TOMLDecodeError as error:
            problems.append(f"schedules/{name}.toml: {error}")
            continue
        wrong = _problems(kind, written) or (_unbalanced(written) if kind is Weights else [])
        problems += [f"schedules/{name}.toml: {p}" for p in wrong]
        if not problems:
            parts[name] = kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in written.items()})
    if problems:
        raise ScheduleError("\n".join(problems))
    return Schedules(**parts)


def _problems(kind: type, written: Mapping[str, object]) -> list[str]:
    known = get_type_hints(kind)
    unknown = [
        f"'{name}' is not known; known are {', '.join(known)}" for name in written if name not in known
    ]
    wrong = [
        f"'{name}' should be {_in_words(known[name])}, not {value!r}"
        for name, value in written.items()
        if name in known and not _fits(value, known[name])
    ]
    return unknown + wrong


def _unbalanced(written: Mapping[str, Any]) -> list[str]:
    """Weights must be worth 100 together, so that scores can be compared from round to round."""
    parts = {**vars(Weights()), **written}
    below = [f"'{name}' is {value}; the least is 0" for name, value in parts.items() if value < 0]
    below += [f"'{name}' is {value}; the most is 100" for name, value in parts.items() if value > 100]
    total = sum(value for name, value in parts.items() if name not in ("floor", "wishes", "new"))
    return below or ([] if total == 100 else [f"interests, language, hours and work make {total}, not 100"])


def _fits(value: object, hint: Any) -> bool:
    if hint == tuple[int, ...]:
        return isinstance(value, list) and all(type(v) is int for v in value)
    return type(value) is hint


def _in_words(hint: Any) -> str:
    return {int: "a whole number", str: "a word", time: "a time like 09:00:00"}.get(
        hint, "a list of whole numbers"
    )
