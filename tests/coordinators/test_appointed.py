"""Who is named in the settings later than the others gets the page for new coordinators."""

from tests.coordinators import desk
from tests.stories.test_stories import settings
from tests.world import World


def heard(world: World) -> list[tuple[str, str]]:
    world.app.turn()
    return [(letter.to, letter.subject) for letter in world.postman.letters]


def test_the_first_are_told_nothing_and_a_later_one_is_welcomed_once(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/ilnmail.db"
    first = World(settings(["maria"], url), desk.AT)
    assert heard(first) == []
    first.close()

    later = World(settings(["maria", "tomas"], url), desk.AT)
    assert heard(later) == [("tomas@example.org", "Tomas, you help to run the ILN")]
    later.close()

    again = World(settings(["maria", "tomas"], url), desk.AT)
    assert heard(again) == []
    again.close()
