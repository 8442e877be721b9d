"""Every story, played against the whole program on both databases."""

from pathlib import Path

import pytest

from ilnmail.settings import Folders, Settings
from tests.stories.player import play, read_story, story_files, written
from tests.world import World


@pytest.mark.parametrize("path", story_files(), ids=lambda path: path.stem)
def test_story(path: Path, database_url: str, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    story = read_story(text)
    wanted = settings(story.coordinators, database_url)
    if story.as_shipped:
        wanted = wanted.model_copy(update={"folders": Folders()})
    world = World(wanted, story.lines[0].at)

    played = play(story, world)
    world.close()

    if request.config.getoption("--accept"):
        path.write_text(written(story, played, text[: text.index("\n\n")]), encoding="utf-8")
        return
    assert played.heard == [str(line) for line in story.lines if line.arrow == "←"]
    assert played.missing == []


def settings(coordinators: list[str], database_url: str) -> Settings:
    """An installation for these coordinators."""
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {
                "name": "International Librarians Network",
                "short": "ILN",
                "address": "iln@example.org",
            },
            "coordinators": [
                {"address": f"{name}@example.org", "name": name.title(), "timezone": "UTC"}
                for name in coordinators
            ],
            "operator": {"address": "operator@example.org"},
            "imap": {"host": "127.0.0.1", "authserv_id": "mx.example.org"},
            "smtp": {"host": "127.0.0.1"},
            "database": {"url": database_url},
            "folders": {"words": Path(__file__).parent / "small"},  # two people are enough for a round
            "secret": {"key": "00" * 32},
        }
    )
