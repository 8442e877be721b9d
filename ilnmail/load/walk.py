"""From one value of an indexed column to the next: as many steps as there are values, however many rows hold each."""

from typing import Any

from sqlalchemy import Column, Select, exists, func, select

from ilnmail import tables
from ilnmail.model import PersonState

_people = tables.people.c
_WITH_US = _people.state.in_((PersonState.ACTIVE, PersonState.PAUSED))


def of_people_with_us(column: Column[str]) -> Select[Any]:
    """Each value of that column of `people` that somebody has who is with us, in order; the column is `value`."""
    walk = select(func.min(column).label("value")).cte("walk", recursive=True)
    following = select(func.min(column)).where(column > walk.c.value).scalar_subquery()
    walk = walk.union_all(select(following).where(walk.c.value.is_not(None)))
    return select(walk.c.value).where(exists().where(column == walk.c.value, _WITH_US)).order_by(walk.c.value)
