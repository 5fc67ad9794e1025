"""``psoas check --ask``: the interview in a terminal."""

from __future__ import annotations

from click.testing import CliRunner

from psoas.cli.main import psoas
from tests.kit.store import count

#: Sex and age, then the screens of signs with nothing ticked.
BEGIN = ["2", "35", "", "", "", "", "", "n", ""]
#: Where, side, when, run, began, since, trend, pattern, feel, joint, stretching.
PAIN = ["1", "2", "3", "2", "1", "3", "2", "1", "1", "", "2"]
RUNNING = ["16", "16", "35", "35", "1", "1", "n", "1", "6"]


def ask(lines, *args):
    typed = "\n".join([*lines, ""])
    return CliRunner().invoke(psoas, ["check", "--ask", *args], input=typed)


def test_a_plain_runner_is_asked_to_the_end(tmp_path):
    db = tmp_path / "my.db"
    found = ask(["y", *BEGIN, *PAIN, *RUNNING, ""], "--db", str(db))

    assert found.exit_code == 0, found.output
    assert "You may start" in found.output
    assert count(db, "sheet") == count(db, "consent") == 1
    assert count(db, "draft") == 0


def test_what_was_answered_is_gone_on_with(tmp_path):
    db = tmp_path / "my.db"
    stopped = ask(["y", *BEGIN[:4]], "--db", str(db))
    assert stopped.exit_code == 1
    assert count(db, "draft") == 1

    found = ask(["y", *BEGIN[4:], *PAIN, *RUNNING, ""], "--db", str(db))
    assert "A check with 4 answers is not finished" in found.output
    assert "You may start" in found.output, found.output


def test_an_emergency_ends_it_at_once():
    found = ask([*BEGIN[:2], "6"])

    assert found.exit_code == 0
    assert "Get emergency help" in found.output or "emergency" in found.output.lower()
    assert "Where do you feel it" not in found.output


def test_what_is_not_understood_is_asked_again_and_back_goes_back():
    found = ask(["3", "2", "<", "1", "thirty", "35", "9", "6"])

    assert "'3' is no number of the list. Type 1 to 2." in found.output
    assert found.output.count("What is your sex?") == 2
    assert "must be a number, got 'thirty'" in found.output
    assert "'9' is no number of the list" in found.output


def test_who_does_not_agree_keeps_nothing(tmp_path):
    db = tmp_path / "my.db"
    found = ask(["n"], "--db", str(db))

    assert found.exit_code == 1
    assert count(db, "consent") == count(db, "draft") == 0


def test_of_a_child_nothing_is_kept(tmp_path):
    db = tmp_path / "my.db"
    found = ask(["y", "2", "15", "2"], "--db", str(db))

    assert "nothing of this check is kept" in found.output
    assert count(db, "draft") == count(db, "sheet") == 0
