"""The shelf keeps its promises to the code, and the code to the shelf."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import attrs
import pytest

import psoas
from psoas.app.diary.weekly import OVERUSE, STEPS
from psoas.app.gait.change import WHYS
from psoas.app.gait.measuring import ONLY_BY_APP
from psoas.app.load.adherence import Kept
from psoas.diary import Outcome, Pain, Reading, When
from psoas.library import problems
from psoas.library import shelf as shipped
from psoas.library.check import ALLOWED_UNCITED, _cited
from psoas.load import Change
from psoas.load.before_onset import THINGS
from psoas.load.pain import pain_light
from psoas.loop.assess.contradictions import _CLASHES
from psoas.loop.assess.model import Disposition, Driver, Running, Teller
from psoas.loop.assess.sheet import DERIVED
from psoas.loop.exercise import SideRule, Stage, Target
from psoas.loop.retest import Direction, Grounds, Moved, compare, decide
from psoas.loop.retest.drivers import RUNNING
from psoas.loop.retest.symptoms import Trend
from psoas.loop.retest.trait import TRAITS
from psoas.motion.curves import ANGLES
from psoas.motion.gait import FROM_ONE_SIDE, NEVER
from psoas.motion.key_frames import Moment
from psoas.motion.measures import Why
from psoas.motion.norms import KINDS as KINDS_OF_GAIT
from psoas.motion.quality import Cause
from psoas.programme import RunKind, SessionKind, WishKind
from psoas.programme.things import NAMED_SETS
from psoas.programme.wish import WEEKDAYS
from psoas.quantity import Side
from psoas.render.words import worded
from psoas.stats.level.grid import LAGS_D
from psoas.web.pages.gait import CAUSES
from tests.kit.guard import judge_run
from tests.kit.runs import fact

SHELF = shipped()
SRC = Path(psoas.__file__).parent
TABLES = {key.partition(".")[0] for key in SHELF.texts}
KINDS = (
    "sources",
    "measures",
    "rules",
    "limits",
    "weights",
    "questions",
    "exercises",
    "cues",
    "probes",
)
ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

#: How good past forecasts were, in words.
WORTH = ("not-checked", "no-better", "sharpened", "better")

#: Texts that nothing speaks yet, with the reason. May only shrink.
NOT_SPOKEN_YET = {
    "stretch_policy.*": "the page on where the five documents disagree is not built yet",
    "evidence.grade_*": "the page of evidence is not built yet",
    "evidence.read_*": "the page of evidence is not built yet",
    **dict.fromkeys(
        (
            "evidence.cadence_trade",
            "evidence.economy",
            "evidence.fifty_two",
            "evidence.fifty_two_is_not",
            "evidence.foot_arm",
            "evidence.guard",
            "evidence.mettler",
            "evidence.nature",
            "evidence.no_trial",
            "evidence.strength_time",
            "evidence.tight_not_short",
        ),
        "the page of evidence is not built yet",
    ),
    "assessment.against": "the page and the command line show evidence against a driver as a list",
}

#: Claims that nobody may make (safety.md, section 4).
CLAIMS = re.compile(
    r"\b(safe|safely|cleared|all clear|clinically proven|fix|fixes|cures?|AI doctor"
    r"|prevents? (an |your )?injur(y|ies))\b",
    re.IGNORECASE,
)

#: Words in a sentence that a runner reads while doing something else, and everywhere else.
MOST_WORDS_DOING, MOST_WORDS = 20, 20
#: Sentences that are longer, because a figure is told with its range, its people and its rival,
#: or because a list of danger signs is read in one go. May only shrink.
LONG_TEXTS = {"evidence.fifty_two", "evidence.guard", "report.limits", "sooner.urgent"}


# ── reading the code ─────────────────────────────────────────────────────────────────


@cache
def trees() -> Mapping[str, ast.Module]:
    return {
        str(path.relative_to(SRC)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SRC.rglob("*.py"))
    }


@cache
def literals() -> frozenset[str]:
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def templates() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SRC.rglob("*.html")))


def is_key(text: str) -> bool:
    table, _, rest = text.partition(".")
    return table in TABLES and re.fullmatch(r"[a-z0-9_-]*[a-z0-9]", rest) is not None


def _names(kind: type[StrEnum]) -> Iterator[str]:
    return (each.value.lower() for each in kind)


DECIDED = ("red", "worse", "lopsided", "better", "not-green-yet", "nothing")
REFERRED = ("two-reds", "held-back", "worse", "worse-activities", "no-gain", "no-gain-at-all")


def built() -> set[str]:
    """Text keys that code builds from a vocabulary: each word of it must have its text."""
    return {
        *(f"disposition.{each}" for each in _names(Disposition)),
        *(f"disposition_heading.{each}" for each in _names(Disposition)),
        "disposition_heading.unfinished",
        *(f"running.{each}" for each in _names(Running)),
        *(f"driver_name.{each}" for each in _names(Driver)),
        *(f"exercise_ui.{each}" for each in _names(SideRule)),
        *(f"exercise_stage.{each}" for each in _names(Stage)),
        *(f"exercise_target.{each}" for each in _names(Target)),
        "driver_name.none",
        *(f"day.{each}" for each in _names(RunKind)),
        *(f"day.planned-{each}" for each in _names(RunKind)),
        *(f"decide.{each}" for each in DECIDED),
        *(f"refer.{each}" for each in REFERRED),
        *(f"next_decisive.counts-{each}" for each in ("higher", "lower")),
        *(f"next_decisive.counts-{each}-times" for each in ("higher", "lower")),
        "next_decisive.baseline",
        *(f"also.{each}" for each in ("too-soon", "no-runs", "same", "distance")),
        *(f"over_time.{each}" for each in (*Moved, "too-few")),
        *(f"kept_to.{each}" for each in _names(Kept)),
        *(f"plan_page.run-{each}" for each in _names(RunKind)),
        *(f"plan_page.kind-{each}" for each in _names(SessionKind)),
        *(f"retest.{d}" for d in Direction if d is not Direction.CANNOT_TELL_YET),
        *(f"retest.{each}" for each in ("too-few", "too-few-practice", "seen-once")),
        *(f"guard.spike-{each}" for each in ("none", "small", "moderate", "large")),
        *(f"guard_name.g{n}" for n in range(1, 9)),
        "guard_name.diary",
        "guard_name.check",
        *(f"advice.{each}" for each in _names(Driver)),
        *(f"wish.{each}" for each in _names(WishKind)),
        *(f"of.{each}" for each in (*WEEKDAYS, *NAMED_SETS, *_names(RunKind), *_names(Target))),
        *(f"teller.{each}" for each in (Teller.ANSWERS, Teller.TESTS)),
        *(f"contradiction.{name}" for name, *_ in _CLASHES),
        *(f"season_what.{each}" for each in (*THINGS, "units", "cadence", "return")),
        *(f"season_change.{each}" for each in _names(Change)),
        *(f"sooner.{each}" for each in ("urgent", "clinician")),
        *(f"gait.{each}{end}" for each in Cause for end in ("", "-fix")),
        *(f"gait_why.{each}" for each in Why),
        *(
            f"in_run.{trait.id}-{each}"
            for trait in TRAITS
            for each in (*Moved, "too-few")
            if each is not Moved.NO_DETECTABLE_CHANGE
        ),
        "in_run.no-day",
        *(f"symptoms.{each}" for each in Trend),
        *(
            f"symptoms.{each}-{end}"
            for each in (Trend.POSSIBLE, Trend.CANNOT_TELL)
            for end in ("when", "waves")
        ),
        "symptoms.possible-rarer",
        "symptoms.possible-oftener",
        *(f"symptoms.{each}" for each in ("too-few", "long-ago", "few-days")),
        *(f"symptoms_trend.{each}" for each in Trend),
        *(
            f"drivers.{load}-{lag_d}"
            for load in {each.partition("-")[0] for each in (*RUNNING, "sitting")}
            for lag_d in LAGS_D
        ),
        *(f"driver_load.{each}" for each in (*RUNNING, "sitting", "none")),
        *(f"forecast.other-{each}" for each in ("less", "more", "same")),
        *(f"forecast.{each}" for each in ("race-week", "race-days", "weeks-ahead", *WORTH)),
        *(f"forecast.{each}" for each in ("planned", "usual", "referred", "too-few")),
        *(f"forecast.{each}" for each in ("old", "race-far", "race-near", "beyond")),
        *(f"forecast.other-{each}-{way}" for each in ("same", "open") for way in ("less", "more")),
        *(f"flare.tomorrow{each}" for each in ("", "-rare", "-sure", "-most", "-near")),
        *(f"exercise_help.{each}" for each in ("studies", "open", "helps", "goes-with-more")),
        *(f"gait_cause.{each}" for each in CAUSES),
        *(f"taken.{each}" for each in Outcome),
        *(f"taking.{each}" for each in Outcome),
        *(f"week.{each}" for each in OVERUSE),
        *(f"week.step-{each}" for each in STEPS),
        "retest.no-error-known",
        *(f"gait_measure.{each}" for each in (*KINDS_OF_GAIT, *ONLY_BY_APP)),
        *(f"gait_measure.{each}" for each in (*NEVER, *FROM_ONE_SIDE)),
        *(f"gait_meaning.{each}" for each in (*KINDS_OF_GAIT, *ONLY_BY_APP)),
        *(f"gait_change.{each}" for each in Moved if each is not Moved.CANNOT_TELL_YET),
        *(f"gait_change.why-{each}" for each in WHYS),
        *(f"gait_change.{each}" for each in ("before", "after")),
        *(f"gait_angle.{each}" for each in ANGLES),
        *(f"gait_moment.{each}" for each in Moment),
        *(f"gait_picture.{each}" for each in Side.BOTH.single),
        *(
            key
            for key in SHELF.texts
            if key.partition(".")[0] == "asked" and key[6:] in SHELF.questions
        ),
        *(f"choice.{key}.{each}" for key, q in asked().items() for each in q.choices),
    }


def spoken() -> set[str]:
    on_shelf = {key for rule in SHELF.rules.values() for key in rule.say}
    on_shelf |= {key for each in SHELF.programmes.values() for key in each.advice}
    on_shelf |= {each.suits for each in SHELF.programmes.values()}
    on_shelf |= {weight.text for weight in SHELF.weights.values()}
    on_shelf |= {f"control.{each}" for m in SHELF.measures.values() for each in m.control}
    on_shelf |= {result.text for probe in SHELF.probes.values() for result in probe.results}
    in_code = {each for each in literals() if is_key(each)}
    return on_shelf | in_code | built()


# ── the shelf by itself ──────────────────────────────────────────────────────────────


def test_the_shelf_is_whole():
    assert problems(SHELF) == ()


def test_every_exercise_is_drawn():
    assert set(SHELF.drawings) == set(SHELF.exercises)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_empty(kind):
    assert getattr(SHELF, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_stands_under_its_own_name(kind):
    name = "key" if kind == "questions" else "id"

    assert [k for k, each in getattr(SHELF, kind).items() if getattr(each, name) != k] == []


@pytest.mark.parametrize("measure", SHELF.measures.values(), ids=lambda each: each.id)
def test_a_measure_speaks_of_drivers_that_exist(measure):
    assert set(measure.drivers) <= set(Driver)


@pytest.mark.parametrize("cue", SHELF.cues.values(), ids=lambda each: each.id)
def test_a_cue_speaks_of_drivers_that_exist(cue):
    assert set(cue.drivers) <= set(Driver)


# ── sources ──────────────────────────────────────────────────────────────────────────


def cited_in_code() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(SRC.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        pattern = r"\[source:([a-z0-9-]+)\]|SourceId\(\"([a-z0-9-]+)\"\)"
        for source in re.findall(pattern, text):
            found.setdefault("".join(source), set()).add(path.name)
    return found


def test_every_source_that_code_cites_is_on_the_shelf():
    missing = {name: where for name, where in cited_in_code().items() if name not in SHELF.sources}

    assert missing == {}


def test_a_source_that_no_entry_cites_is_cited_by_code_and_by_name_in_the_list():
    by_entries = {source for _, source in _cited(SHELF)}
    only_in_code = set(cited_in_code()) - by_entries

    assert only_in_code == ALLOWED_UNCITED


# ── texts ────────────────────────────────────────────────────────────────────────────


def test_every_text_that_code_speaks_is_there():
    files = (".html", ".css", ".js", ".json")

    assert sorted(key for key in spoken() - set(SHELF.texts) if not key.endswith(files)) == []


def test_every_text_is_spoken_by_something():
    silent = {
        key
        for key in set(SHELF.texts) - spoken()
        if key not in templates()
        and not any(fnmatchcase(key, pattern) for pattern in NOT_SPOKEN_YET)
    }

    assert sorted(silent) == []


def test_the_list_of_texts_not_spoken_yet_may_only_shrink():
    silent = {key for key in set(SHELF.texts) - spoken() if key not in templates()}

    stale = {p for p in NOT_SPOKEN_YET if not any(fnmatchcase(key, p) for key in silent)}
    assert stale == set()


def asked():
    """Return the questions that a person is asked: none that is computed."""
    return {key: q for key, q in SHELF.questions.items() if q.group != DERIVED}


def test_every_answer_to_choose_has_its_own_plain_words():
    choices = [(key, each) for key, q in asked().items() for each in q.choices]
    said = {(key, each): SHELF.texts.get(f"choice.{key}.{each}", "") for key, each in choices}

    assert {pair for pair, words in said.items() if not words or "_" in words} == set()
    for key, question in asked().items():
        own = [said[key, each] for each in question.choices]
        assert len(set(own)) == len(own), f"two answers to {key} are called the same"
    assert {pair: words for pair, words in said.items() if len(words.split()) > 8} == {}


def placeholders(key: str) -> set[str]:
    return set(re.findall(r"\{([a-z0-9_]+)\}", SHELF.texts[key]))


@pytest.mark.parametrize("weight", SHELF.weights.values(), ids=lambda each: each.id)
def test_a_weight_gives_its_text_what_it_asks_for(weight):
    keys = {condition.key for condition in weight.when}

    assert placeholders(weight.text) <= keys | set(weight.shows)


@pytest.mark.parametrize("rule", SHELF.rules.values(), ids=lambda each: each.id)
def test_a_rule_gives_its_reason_what_it_asks_for_and_its_concern_nothing(rule):
    reason, *concerns = rule.say

    assert placeholders(reason) <= set(rule.keys)
    assert [key for key in concerns if placeholders(key)] == []


def _given(call: ast.Call) -> set[str] | None:
    """Return the names a call hands over with a text; None where that cannot be seen."""
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        names.add(keyword.arg)
        if keyword.arg == "values":
            if not isinstance(keyword.value, ast.Dict):
                return None
            keys = keyword.value.keys
            if not all(isinstance(key, ast.Constant) for key in keys):
                return None
            names |= {key.value for key in keys if isinstance(key, ast.Constant)}
    return names


def _speaking_calls() -> Iterator[tuple[str, str, set[str]]]:
    for where, tree in trees().items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            said = [*call.args, *(k.value for k in call.keywords)]
            if isinstance(call.func, ast.Attribute) and call.func.attr == "format":
                said.append(getattr(call.func.value, "slice", call.func.value))
            keys = [n.value for n in said if isinstance(n, ast.Constant) and n.value in SHELF.texts]
            given = _given(call)
            if given is not None:
                yield from ((where, key, given) for key in keys)


def test_a_call_that_speaks_a_text_gives_what_the_text_asks_for():
    calls = list(_speaking_calls())

    assert len(calls) > 40
    assert [(where, key) for where, key, given in calls if not placeholders(key) <= given] == []


def before(km: float, *, n: int = 4) -> list:
    return [fact(ON - timedelta(days=3 * k), km) for k in range(1, n + 1)]


GUARDED = [
    (None, before(10), "guard.no-distance"),
    (10, [], "guard.no-baseline"),
    (11, before(10), "guard.spike-none"),
    (12, before(10), "guard.spike-small"),
    (14, before(10), "guard.spike-moderate"),
    (21, before(10), "guard.spike-large"),
]


@pytest.mark.parametrize(("km", "history", "text"), GUARDED, ids=lambda each: str(each)[:24])
def test_the_guard_can_say_all_it_says(km, history, text):
    verdict = judge_run(
        distance_m=None if km is None else 1000.0 * km,
        at=NOW,
        history=history,
        limits=SHELF.limits,
    )

    assert verdict.text == text
    assert "{" not in worded(verdict, texts=SHELF.texts)


def pain(days_ago: int, nrs: int, when: When = When.DURING) -> Pain:
    on = ON - timedelta(days=days_ago)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=NOW - timedelta(days=days_ago))


FELT = [
    ([], "pain.no-score"),
    ([pain(0, 1)], "pain.green"),
    ([pain(0, 4)], "pain.amber"),
    ([pain(1, 7)], "pain.red"),
    ([pain(1, 2, When.MORNING), pain(0, 4, When.MORNING)], "pain.worse-next-morning"),
    ([pain(n, 3 - n // 7) for n in range(21)], "pain.rising"),
]


@pytest.mark.parametrize(("entries", "text"), FELT, ids=lambda each: str(each)[-24:])
def test_the_pain_light_can_say_all_it_says(entries, text):
    verdict = pain_light(entries, on=ON, limits=SHELF.limits)

    assert verdict.text == text
    assert "{" not in worded(verdict, texts=SHELF.texts)


RETESTED = [
    ([20], "retest.too-few-practice"),
    ([20, 20, 20, 21], "retest.no-detectable-change"),
    ([20, 20, 20, 32], "retest.seen-once"),
    ([20, 20, 20, 30, 34, 35, 36], "retest.better"),
    ([40, 40, 40, 30, 26, 25, 24], "retest.worse"),
]


@pytest.mark.parametrize(("values", "text"), RETESTED, ids=str)
def test_a_retest_can_say_all_it_says(values, text):
    measure = SHELF.measures["hip-flexor-hold"]
    readings = [
        Reading(measure=measure.id, side=None, value=float(v), taken_at=NOW + timedelta(days=7 * n))
        for n, v in enumerate(values)
    ]

    change = compare(readings, measure=measure, side=None, limits=SHELF.limits)

    assert change.verdict.text == text
    assert "{" not in worded(change.verdict, texts=SHELF.texts)
    for light in ("green", "red"):
        grounds = Grounds(changes=[change], primary=[change], pain_level=light)
        decision = decide(grounds, limits=SHELF.limits)
        assert "{" not in worded(decision, texts=SHELF.texts)


def test_a_text_asks_only_for_names():
    braces = re.compile(r"\{(?![a-z][a-z0-9_]*\})|(?<![a-z0-9_])\}")

    assert [key for key, text in SHELF.texts.items() if braces.search(text)] == []


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


#: Titles of papers and what they say are quoted; they are not our claims.
SPEAKS = [kind for kind in KINDS if kind != "sources"]


@pytest.mark.parametrize("kind", SPEAKS)
def test_no_entry_claims_what_nobody_can(kind):
    claims = {
        name: said
        for name, entry in getattr(SHELF, kind).items()
        for said in _strings(attrs.asdict(entry))
        if CLAIMS.search(said)
    }

    assert claims == {}


def test_no_text_claims_what_nobody_can():
    assert {key: text for key, text in SHELF.texts.items() if CLAIMS.search(text)} == {}


def test_no_page_claims_what_nobody_can():
    words = re.sub(r"\{[%{].*?[%}]\}|<[^>]*>", " ", templates(), flags=re.DOTALL)

    assert CLAIMS.findall(words) == []


# ── length ───────────────────────────────────────────────────────────────────────────


def longest(text: str) -> int:
    return max(len(part.split()) for part in re.split(r"(?<=[.!?:;])\s+", text))


def doing() -> Iterator[tuple[str, str]]:
    for exercise in SHELF.exercises.values():
        steps = (*exercise.how, exercise.fault, *exercise.stop_if)
        yield from ((exercise.id, step) for step in (*steps, *(a.why for a in exercise.avoid)))
    for measure in SHELF.measures.values():
        yield from ((measure.id, step) for step in (*measure.protocol, *measure.stop_if))
    for question in SHELF.questions.values():
        yield from ((question.key, text) for text in (question.ask, question.help))
    for cue in SHELF.cues.values():
        yield from ((cue.id, text) for text in (cue.say, cue.means))


def test_what_is_read_while_doing_is_short():
    assert [pair for pair in doing() if longest(pair[1]) > MOST_WORDS_DOING] == []


def test_every_other_sentence_is_short_but_for_a_named_few():
    long = {key for key, text in SHELF.texts.items() if longest(text) > MOST_WORDS}

    assert long == LONG_TEXTS


@pytest.mark.parametrize("driver", sorted(Driver))
def test_one_or_two_measures_of_each_driver_decide_and_their_error_is_known(driver):
    primary = [each for each in SHELF.measures.values() if driver in each.primary_for]

    assert 1 <= len(primary) <= 2
    assert not any(each.detectable.unknown for each in primary)
