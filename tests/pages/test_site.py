"""The site of a whole installation: what is shared stands there, and goes with PRIVATE."""

from dataclasses import replace
from pathlib import Path

from ilnmail import places
from ilnmail.app.site import site_files
from ilnmail.database import reading
from tests.stories.player import play, read_story
from tests.stories.test_stories import settings
from tests.world import World

STORY = Path(__file__).parent.parent / "stories" / "topics.txt"
WORDS = {
    name: path.read_text(encoding="utf-8")
    for name, path in places.list_files("templates").items()
    if name.startswith("site/")
}
PAGE = "topics/books-that-travel/index.html"


def built(world: World) -> dict[str, str]:
    with reading(world.engine) as db:
        return site_files(db, world.app.inside, WORDS, world.clock.now())[0]


def test_private_takes_an_answer_back_at_the_next_build(database_url: str) -> None:
    story = read_story(STORY.read_text(encoding="utf-8"))
    private = next(n for n, line in enumerate(story.lines) if line.words == "PRIVATE" and line.arrow == "→")
    world = World(settings([], database_url), story.lines[0].at)
    assert built(world).keys() == {"index.html"}

    play(replace(story, lines=story.lines[:private]), world)
    assert "We catalogue by lamp" in built(world)[PAGE]
    assert "amina.yusuf@example.org" not in built(world)[PAGE]

    play(replace(story, lines=story.lines[private : private + 1]), world)
    world.app.turn()
    assert "We catalogue by lamp" not in built(world)[PAGE]
    world.close()
