"""What the suite promises of itself: nothing skipped where CI=true, golden files compared to the byte."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

SKIPPING = "import pytest\n\ndef test_skipped(): pytest.skip('no such server')\n"
SKIPPING_ALL = "import pytest\n\npytest.skip('no such server', allow_module_level=True)\n"
EXPECTED_TO_FAIL = "import pytest\n\n@pytest.mark.xfail\ndef test_known(): assert False\n"
GOLDEN = "def test_golden(golden, request): golden(request.path.with_name('x.eml'), b'a\\r\\n')\n"


def play(folder: Path, test: str, *options: str) -> tuple[int, str]:
    """Run pytest on one test file with our fixtures; returns how it ended and what it said."""
    (folder / "test_inner.py").write_text(test)
    settings = ["-c", "/dev/null", "--rootdir", str(folder), "-p", "no:cacheprovider", "-p", "tests.conftest"]
    command = [sys.executable, "-m", "pytest", *settings, *options, str(folder / "test_inner.py")]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize("test", [SKIPPING, SKIPPING_ALL], ids=["one test", "a whole file"])
def test_a_skipped_test_fails_where_nothing_may_be_skipped(
    test: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    ended, said = play(tmp_path, test)
    assert ended != 0
    assert "nothing may be skipped with CI=true" in said
    assert "no such server" in said


def test_a_test_may_be_skipped_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    ended, said = play(tmp_path, SKIPPING)
    assert (ended, "1 skipped" in said) == (0, True)


def test_a_failure_that_is_expected_is_not_a_skip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    ended, said = play(tmp_path, EXPECTED_TO_FAIL)
    assert (ended, "1 xfailed" in said) == (0, True)


def test_a_golden_file_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    ended, said = play(tmp_path, GOLDEN)
    assert (ended, "run `make accept`" in said) == (1, True)


def test_a_golden_file_differs_by_a_line_end(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(b"a\n")
    assert play(tmp_path, GOLDEN)[0] == 1


def test_a_golden_file_is_written_when_asked(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(b"something older")
    assert play(tmp_path, GOLDEN, "--accept")[0] == 0
    assert (tmp_path / "x.eml").read_bytes() == b"a\r\n"
