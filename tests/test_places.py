"""Letters and schedules are found in a checkout and in an installed wheel, and each file can be replaced."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from hatchling.builders.wheel import WheelBuilder

from ilnmail.places import PlaceError, Room, find, list_files, own_files, shipped

CHECKOUT = Path(__file__).resolve().parent.parent


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package folder with nothing in or beside it."""
    folder = tmp_path / "site" / "ilnmail"
    folder.mkdir(parents=True)
    return folder


def a_shipped_schedule() -> str:
    return next(iter(list_files("schedules")))


def test_a_checkout_has_its_rooms_beside_the_package() -> None:
    assert shipped("templates") == CHECKOUT / "templates"
    assert shipped("schedules") == CHECKOUT / "schedules"


def test_an_installed_package_has_its_rooms_inside_even_when_a_stranger_lies_beside(package: Path) -> None:
    written(package.parent / "templates" / "stranger.txt", "somebody else's")
    written(package / "_shipped" / "templates" / "welcome.txt", "ours")
    assert shipped("templates", package) == package / "_shipped" / "templates"


def test_an_installation_without_its_rooms_says_where_it_looked(package: Path) -> None:
    with pytest.raises(PlaceError, match=r"has no templates: neither .*_shipped"):
        shipped("templates", package)


def test_the_file_of_the_operator_wins(tmp_path: Path) -> None:
    name = a_shipped_schedule()
    own = written(tmp_path / "schedules" / name, "mine")
    assert find("schedules", name, tmp_path) == own


def test_every_other_file_stays_as_shipped(tmp_path: Path) -> None:
    name = a_shipped_schedule()
    written(tmp_path / "schedules" / "another.toml", "mine")
    assert find("schedules", name, tmp_path) == CHECKOUT / "schedules" / name


def test_a_folder_with_letters_only_leaves_the_schedules_alone(tmp_path: Path) -> None:
    written(tmp_path / "templates" / "en" / "welcome.txt", "mine")
    assert list_files("schedules", tmp_path) == list_files("schedules")


def test_a_list_holds_shipped_files_own_files_and_the_own_one_of_two(tmp_path: Path) -> None:
    name = a_shipped_schedule()
    replaced = written(tmp_path / "schedules" / name, "mine")
    added = written(tmp_path / "schedules" / "zz-extra" / "more.toml", "mine too")
    expected = list_files("schedules") | {name: replaced, "zz-extra/more.toml": added}
    assert list_files("schedules", tmp_path) == expected


def test_a_list_is_in_order_of_name(tmp_path: Path) -> None:
    written(tmp_path / "schedules" / "aaa.toml", "mine")
    assert next(iter(list_files("schedules", tmp_path))) == "aaa.toml"


@pytest.mark.parametrize("litter", [".DS_Store", "digest.toml~", ".git/config", "en/.digest.toml.swp"])
def test_what_editors_leave_behind_is_not_listed(tmp_path: Path, litter: str) -> None:
    written(tmp_path / "schedules" / litter, "litter")
    assert list_files("schedules", tmp_path) == list_files("schedules")


def test_a_file_that_is_nowhere_is_asked_for_by_name(tmp_path: Path) -> None:
    written(tmp_path / "templates" / "x.txt", "mine")
    with pytest.raises(PlaceError, match=r"there is no templates/en/nowhere\.txt; looked in .* and "):
        find("templates", "en/nowhere.txt", tmp_path)


@pytest.mark.parametrize("name", ["../pyproject.toml", "en/../../pyproject.toml", "/etc/hostname"])
def test_no_name_leads_out_of_its_room(name: str) -> None:
    with pytest.raises(PlaceError, match="is not a name inside templates"):
        find("templates", name)


def test_a_folder_that_is_not_there_is_an_error_and_not_a_fallback(tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match=r"there is no folder .*gone; create it"):
        list_files("templates", tmp_path / "gone")


def test_a_folder_with_its_files_in_the_wrong_spot_is_an_error(tmp_path: Path) -> None:
    written(tmp_path / "welcome.txt", "mine")
    with pytest.raises(PlaceError, match="holds neither templates/ nor schedules/"):
        find("schedules", a_shipped_schedule(), tmp_path)


@pytest.mark.parametrize("room", get_args(Room))
def test_the_wheel_finds_every_shipped_file_inside_itself(tmp_path: Path, room: Room) -> None:
    [wheel] = WheelBuilder(str(CHECKOUT)).build(directory=str(tmp_path), versions=["standard"])
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    listing = f"from ilnmail.places import list_files; print(*list_files('{room}').values(), sep='\\n')"
    # Without site-packages the installed, editable ilnmail cannot stand in for the one in the wheel.
    alone = [sys.executable, "-S", "-c", listing]
    found = subprocess.run(alone, cwd=site, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == [
        str(site / "ilnmail" / "_shipped" / room / n) for n in list_files(room)
    ]


def test_the_operators_own_files_are_told_from_those_that_were_shipped(tmp_path: Path) -> None:
    written(tmp_path / "templates" / "en" / "welcome.md", "Ours.")
    assert own_files("templates", tmp_path) == ("en/welcome.md",)
    assert own_files("templates") == ()
