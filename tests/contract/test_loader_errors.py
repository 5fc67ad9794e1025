"""A wrong entry on the shelf is refused by file, entry and key, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psoas.errors import LibraryError
from psoas.library import problems, read_shelf
from psoas.library.read import FIX, SHIPPED

HALO = "exercises/half-kneeling-halo.toml"
DRAWN = "drawings/a-march.toml"
LIMPS = '{ key = "limp", compare = "equals", value = true }'
A_SOURCE = '[[source]]\nid = "a"\ntitle = "A"\nsays = "a"\nread = "ours"'

# What is changed: the file, the text, and its replacement (the first one only). Then what the
# refusal must name: where, and what.
WRONG = [
    (
        "a date in quotes",
        ("limits.toml", "since = 2026-11-22", 'since = "2026-11-22"'),
        "limits.toml, guard-window",
        ["write a date as 2026-01-31, without quotes", "since"],
    ),
    (
        "a date with a time",
        ("rules.toml", "since = 2026-11-22", "since = 2026-11-22T07:30:00"),
        "rules.toml, unable-to-bear-weight",
        ["write a date as 2026-01-31, without quotes", "since"],
    ),
    (
        "an arrow at what is no joint",
        (DRAWN, 'moves = ["right_knee"]', 'moves = ["right_nee"]'),
        "a-march.toml",
        ["no joint of a body: right_nee"],
    ),
    (
        "a missing key",
        ("limits.toml", "value = 30\n", ""),
        "limits.toml, guard-window",
        ["required field missing", "value"],
    ),
    (
        "a key nobody knows",
        ("limits.toml", "value = 30\n", "value = 30\nvalues = 31\n"),
        "limits.toml, guard-window",
        ["extra fields found (values)"],
    ),
    (
        "a key nobody knows, deep inside",
        (HALO, "each_way = true", "eachway = true"),
        "half-kneeling-halo.toml",
        ["extra fields found (eachway)", "dose"],
    ),
    (
        "a number in quotes",
        ("limits.toml", "value = 30\n", 'value = "30"\n'),
        "limits.toml, guard-window",
        ["write a number without quotes", "value"],
    ),
    (
        "text without quotes that is a number",
        ("limits.toml", 'unit = "day"', "unit = 30"),
        "limits.toml, guard-window",
        ["write text in quotes, got 30", "unit"],
    ),
    (
        "a yes that is text",
        ("measures.toml", "sided = true", 'sided = "yes"'),
        "measures.toml, modified-thomas-held",
        ["write true or false", "sided"],
    ),
    (
        "a word that is on no list",
        (HALO, 'side = "tight-side-down"', 'side = "tight-side-up"'),
        "half-kneeling-halo.toml",
        ["tight-side-up", "side"],
    ),
    (
        "a comparison that does not exist",
        ("rules.toml", 'compare = "equals"', 'compare = "is-like"'),
        "rules.toml, unable-to-bear-weight",
        ["is-like", "compare"],
    ),
    (
        "a consequence that does not exist",
        ("rules.toml", 'then = "EMERGENCY"', 'then = "PANIC"'),
        "rules.toml, unable-to-bear-weight",
        ["PANIC", "then"],
    ),
    (
        "a unit nobody knows",
        ("limits.toml", 'unit = "day"', 'unit = "fortnight"'),
        "limits.toml, guard-window",
        ["unknown unit 'fortnight'"],
    ),
    (
        "no source",
        ("limits.toml", 'sources = ["frandsen-2025"]', "sources = []"),
        "limits.toml, guard-window",
        ["sources"],
    ),
    (
        "a range that falls",
        (HALO, "reps = [6, 6]", "reps = [6, 5]"),
        "half-kneeling-halo.toml",
        ["reps must be above 0 and rise, got 6.0 to 5.0"],
    ),
    (
        "a rule with both all and any",
        (
            "rules.toml",
            "then =",
            "any = [{ key = 'limp', compare = 'equals', value = true }]\nthen =",
        ),
        "rules.toml, unable-to-bear-weight",
        ["give either all or any, and not both"],
    ),
    (
        "a detectable change said twice",
        ("measures.toml", "value = 8.4\n", "value = 8.4\npct = 20\n"),
        "measures.toml, modified-thomas-held",
        ["a value, a pct, or unknown"],
    ),
    (
        "what is discouraged, without why",
        (HALO, 'grade = "expert"', 'prescribable = false\ngrade = "expert"'),
        "half-kneeling-halo.toml",
        ["not prescribable, so why_not must say why"],
    ),
    (
        "an id that is used twice",
        ("limits.toml", 'id = "guard-baseline-runs"', 'id = "guard-window"'),
        "guard-window",
        ["the same id is used twice"],
    ),
    (
        "a question asked twice",
        ("questions.toml", 'key = "temperature_c"', 'key = "feels_feverish_or_unwell"'),
        "feels_feverish_or_unwell",
        ["the same id is used twice"],
    ),
    (
        "an exercise in a file of another name",
        (HALO, 'id = "half-kneeling-halo"', 'id = "halo"'),
        "half-kneeling-halo.toml",
        ["its id is halo"],
    ),
    (
        "a text given twice",
        ("texts/en_loop.toml", "[guard]", '[exercise_ui]\nhow = "How"\n\n[guard]'),
        "exercise_ui.how",
        ["the same text is given twice"],
    ),
    (
        "a table of another name",
        ("cues.toml", "[[cue]]", "[[cues]]"),
        "cues.toml",
        ["expected only [[cue]] entries"],
    ),
    (
        "no TOML",
        ("weights.toml", "[[weight]]", "[[weight"),
        "weights.toml",
        ["not valid TOML"],
    ),
]

ROWS = [pytest.param(*row, id=title) for title, *row in WRONG]


# Entries that load one by one, and together make no sense.
BROKEN_LINKS = [
    (
        "a source that is not there",
        ("limits.toml", 'sources = ["frandsen-2025"]', 'sources = ["frandsen-2052"]'),
        "guard-window: cites frandsen-2052, which is not on the shelf",
    ),
    (
        "a source that nothing cites",
        (
            "sources.toml",
            "[[source]]",
            "[[source]]\nid = 'a'\ntitle = 'A'\nsays = 'a'\nread = 'ours'\n\n[[source]]",
        ),
        "a: is on the shelf and nothing cites it",
    ),
    (
        "a question that is not asked",
        ("rules.toml", 'key = "weight_bearing"', 'key = "weight_baring"'),
        "unable-to-bear-weight: looks at weight_baring, which no question asks",
    ),
    (
        "an answer that cannot be given",
        ("rules.toml", 'value = "unable"', 'value = "cannot"'),
        "unable-to-bear-weight: weight_bearing can never be 'cannot'",
    ),
    (
        "a way to an exercise that is not there",
        (HALO, 'easier = ["dead-bug"]', 'easier = ["dead-bugs"]'),
        "half-kneeling-halo: leads to dead-bugs, which is not on the shelf",
    ),
    (
        "a picture crossed out of what is given",
        (DRAWN, 'view = "side"', 'view = "side"\ncrossed = true'),
        "a-march: is given, and its drawing is crossed out",
    ),
    (
        "a reason without words",
        ("texts/en_assess.toml", "unable-to-bear-weight =", "unable-to-bare-weight ="),
        "unable-to-bear-weight: says reason.unable-to-bear-weight, which has no text",
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "shelf"))


def light_copy(folder: Path, *whole: str) -> Path:
    """Copy the shelf with only the files *whole* in it, and the others empty: it reads faster."""
    for path in sorted(SHIPPED.rglob("*.toml")):
        name = path.relative_to(SHIPPED).as_posix()
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in whole or name.startswith("texts/"):
            shutil.copy(path, target)
        elif "/" not in name:
            table = path.stem.partition("_")[0].removesuffix("s")
            target.write_text(f"{table} = []\n", encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}: mend this table"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("edit", "where", "said"), ROWS)
def test_a_wrong_entry_is_refused_by_name(tmp_path, edit, where, said):
    folder = light_copy(tmp_path / "shelf", edit[0])
    change(folder, *edit)

    with pytest.raises(LibraryError) as refused:
        read_shelf(folder)

    assert where in refused.value.where
    assert [part for part in said if part not in refused.value.what] == []
    assert refused.value.fix


def test_a_text_that_is_none_is_refused_by_name(tmp_path):
    folder = light_copy(tmp_path / "shelf", "limits.toml")
    text = (folder / "texts" / "en.toml").read_text(encoding="utf-8")
    (folder / "texts" / "en.toml").write_text(f'{text}\n[odd]\nlist = ["a"]\n', encoding="utf-8")

    with pytest.raises(LibraryError, match="must be a text") as refused:
        read_shelf(folder)

    assert refused.value.where == "en.toml, odd.list"


@pytest.mark.parametrize(("title", "edit", "line"), BROKEN_LINKS, ids=[w[0] for w in BROKEN_LINKS])
def test_a_broken_link_is_one_line_of_problems(folder, title, edit, line):
    change(folder, *edit)

    assert line in problems(read_shelf(folder))


def test_an_exercise_without_a_drawing_is_one_line_of_problems(folder):
    (folder / DRAWN).unlink()

    assert problems(read_shelf(folder)) == ("a-march: has no drawing",)


def test_the_untouched_copy_is_whole(folder):
    assert problems(read_shelf(folder)) == ()


def test_the_way_to_mend_an_entry_is_a_page_that_exists():
    page = FIX.split("; ")[1].split(" ")[0]

    assert page == "docs/library.md"
    assert (Path(__file__).parents[2] / page).is_file()
