"""The unit lint: the unit of a number is the last word of its name (STYLE: habit 1).

Looks at every annotated float, float array and ``Band`` that is a parameter, a field or
what a function returns. Prints ``file:line: name: reason`` and exits with 1 on a finding.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "psoas"

#: What a name may end with. The first rows are the table of units, the last ones words that
#: are units here: a count, a share, a place on a scale.
UNITS = frozenset(
    [
        *("s", "ms", "min", "h", "days", "weeks", "hz", "years"),
        *("m", "cm", "mm", "km", "px", "yd"),
        *("mps", "mps2", "deg", "dps", "rad", "spm", "bpm", "degc"),
        *("n", "nm", "nm_per_kg", "bw", "bw_s", "kg", "w"),
        *("frames", "samples", "pct", "ratio", "z", "nrs"),
        *("metres", "seconds", "minutes", "sets", "reps", "strides", "steps", "units"),
        *("log_odds", "bits", "nats", "factor"),  # a factor multiplies and has no unit
    ]
)
#: Names that carry no unit where ``unit`` stands beside them, as a field or a parameter, or
#: a parameter whose type has a ``unit``.
BESIDE_A_UNIT = frozenset(
    {"value", "before", "after", "detectable", "low", "central", "high", "band"}
)
#: Annotations that are a number with a unit.
MEASURED = frozenset({"float", "Band", "float64", "float32", "ndarray", "Expr"})
#: Annotations inside which the unit is not the name's: somebody else names it.
OPAQUE = frozenset({"Attribute", "Callable", "Literal", "TypeEngine"})
#: A table by name has its units in its keys.
TABLES = frozenset({"dict", "Mapping"})


@dataclass(frozen=True)
class Finding:
    """A name without its unit."""

    file: str
    line: int
    place: str
    name: str
    reason: str

    def __str__(self) -> str:
        """Return it as editors read it."""
        return f"{self.file}:{self.line}: {self.name}: {self.reason}"


_ANY = "any unit: what comes in goes out in the same"
_KEYED = "reads a number by its key, and the key ends in the unit"
_MEASURE = "in the unit of the measure, which is data of the shelf"
_CHANNELS = "one row for each channel, and the channels' names end in the unit"
_POINTS = "in the points' own unit, which is a field of them; angles end in it"
_PIXELS = "brightness, or places in the pixels that the alias names"
_ROWS = "a network's rows; their alias says what they hold"
_KIND = "in the unit that stands beside it in the measure's kind"
_FIT = "a field of a FIT message by its name, which ends in the unit"

#: Places (``module:name``, with ``*``) and the reason why a name there needs no unit. An
#: entry that no longer hides anything is a finding itself, so the list cannot grow stale.
ALLOWED: Mapping[str, str] = {
    "psoas.loop.assess.interview:Screen.quick": "answers in the unit of their question",
    "psoas.web.pages.gait:_wanted.told_number*": "a number of a form, in the unit of its field",
    "psoas.web.pages.interview:_suggested": "answers in the unit of their question",
    "psoas.load.season:_summed*": _ANY,
    "psoas.load.season:_most*": _ANY,
    "psoas.load.frames:trailing_*": _ANY,
    "psoas.load.before_onset:_total*": _ANY,
    "psoas.load.before_onset:_largest*": _ANY,
    "psoas.load.compared:*": "in the unit of what is compared, which its verdict names",
    "psoas.app.load.season_told:_known*": _ANY,
    "psoas.render.season_chart:_number*": _ANY,
    "psoas.render.stick:*": "units of the drawing, and leg lengths for what is drawn",
    "psoas.render.finding_picture:*": "units of the drawing, and leg lengths for what is drawn",
    "psoas.render.kinogram:*": "units of the drawing",
    "psoas.render.paint:*": "pixels, as the picture and its overlay have them",
    "psoas.render.keypoint_files:*.value": _ANY,
    "psoas.web.pages.season:Latest.of.known*": _ANY,
    "psoas.load.model:RunLoad.units_band": "the unit, then its form; a key of the JSON",
    "psoas.quantity.band:Band*": "the unit of a band stands where the band is held",
    "psoas.signals.*:*": _ANY,
    "psoas.stats.detectable:*": _ANY,
    "psoas.stats.level.*:*": "scores in points, weights, and variances in those of the noise",
    "psoas.stats.student:*": _ANY,
    "psoas.loop.retest.in_run:*": "in the unit of the trait that is compared",
    "psoas.loop.retest.trait:*": "in the trait's own unit, which is a field of it",
    "psoas.loop.retest.sides:*": _MEASURE,
    "psoas.stats.repeated:*": _ANY,
    "psoas.stats.steps:*": "in the unit of the values; variances in those of the noise",
    "psoas.loop.retest.symptoms:_band*": "in points of a score of 0 to 10",
    "psoas.loop.retest.symptoms:_as_usual*": "a load in typical days",
    "psoas.loop.retest.forecast:_*": "chances, loads in typical days, and points of 0 to 10",
    "psoas.loop.retest.forecast:Known.weight": "of models; they sum to 1",
    "psoas.loop.retest.flare:_*": "loads in typical days, and what models make of them",
    "psoas.app.forecast.told:_band.told": "points, or a chance: its key says which",
    "psoas.app.retest.symptoms:_add*": "a load in its own unit",
    "psoas.app.retest.told:_band*": "in points of a score of 0 to 10",
    "psoas.runs.stream:_limited*": _ANY,
    "psoas.intake.order:*": _ANY,
    "psoas.intake.assemble:_not_below_0*": _ANY,
    "psoas.intake.plausible:_without*": _ANY,
    "psoas.runs.stream:_Grid._on_timer*": _ANY,
    "psoas.runs.stream:_between": "places, and ratios of what lies between them",
    "psoas.store.pack:_*": _ANY,
    "psoas.runs.stream:_Grid.values": _ANY,
    "psoas.runs.summary:_mean*": _ANY,
    "psoas.loop.prescription:_between*": _ANY,
    "psoas.loop.retrain.course:_between*": _ANY,
    "psoas.loop.reload.effort:*": "repetitions or seconds: what the dose counts in",
    "psoas.loop.reload.even:newest": _MEASURE,
    "psoas.loop.reload.gates:_Look._of_both": _MEASURE,
    "psoas.programme.zero_one:*": "costs of our own, and sums in the unit of what is summed",
    "psoas.programme.solve:*": "costs of our own, and amounts in the unit of their row",
    "psoas.programme.demand:Demand.weight": "a cost of our own",
    "psoas.programme.wish:Wish.*": "in the unit of what the wish is about; a weight of our own",
    "psoas.programme.wished:Bound.*": "in the unit of what the wish is about",
    "psoas.edges.wishes:_amount": "in the unit of what the wish is about",
    "psoas.programme.contents:_within*": _ANY,
    "psoas.loop.drawing:*": "percent of body height; the module says so, and angles end in deg",
    "psoas.render.figure:*": "percent of body height; angles end in deg",
    "psoas.render.pose_words:*": "places of a body; angles end in deg",
    "psoas.render.exercise_frame:*": "units of the drawing: percent of body height",
    "psoas.render.exercise_picture:*": "units of the drawing: percent of body height",
    "psoas.render.exercise_things:*": "units of the drawing: percent of body height",
    "psoas.render.dose:_range.bounds": "in the unit of the word that is said with it",
    "psoas.render.units:number.value": "prints any number",
    "psoas.edges.convert:_number": _KEYED,
    "psoas.intake.xml:number": _KEYED,
    "psoas.web.form:Form.number": _KEYED,
    "psoas.app.session.reading_records:_number*": _KEYED,
    "psoas.app.session.typed_sets:_number*": _KEYED,
    "psoas.loop.assess.answers:number_of": _KEYED,
    "psoas.loop.assess.findings:_ratio.least": "in the unit of the two answers it divides",
    "psoas.loop.assess.findings:_bmi": "body mass index is the name of its own unit",
    "psoas.loop.assess.findings:_speed_sessions_change": "a count of sessions a week",
    "psoas.loop.assess.dispose:_within.most": "in the unit of the answer that the key names",
    "psoas.loop.assess.contradictions:_at_least.least": "in the unit of the answer it reads",
    "psoas.loop.assess.drivers:*prior*": "log-odds before any finding; the table says so",
    "psoas.loop.assess.drivers:PRIORS": "log-odds before any finding; the table says so",
    "psoas.intake.apple:_in": "converts to the unit it is asked for",
    "psoas.intake.bulk:Bulk.channels": _CHANNELS,
    "psoas.intake.bulk:_located": _CHANNELS,
    "psoas.intake.bulk:_numbers": _CHANNELS,
    "psoas.intake.facts:amount": "reads any number of an index",
    "psoas.intake.keypoint_*:*": _POINTS,
    "psoas.intake.mot:*": _POINTS,
    "psoas.intake.motion_csv:_numbers": _CHANNELS,
    "psoas.intake.trc:*": _POINTS,
    "psoas.intake.points:PointTable.*": _CHANNELS,
    "psoas.intake.xml:_Stream*": _CHANNELS,
    "psoas.app.gait.moment:check_size.between": "bounds of any quantity",
    "psoas.motion.angles:from_hanging_deg.*": _POINTS,
    "psoas.motion.cleaning:*": _POINTS,
    "psoas.motion.events:_Signs._sign_s.values": _ANY,
    "psoas.motion.events:_Signs._toe": "height in leg lengths, or a derivative of it",
    "psoas.motion.heading:*": "a sign, +1 or -1, and what it is the sign of",
    "psoas.motion.measures:*": _KIND,
    "psoas.motion.norms:*": _KIND,
    "psoas.motion.keypoints:_check_track.track": _POINTS,
    "psoas.motion.runner:Runner.*": "a sign, or lengths in leg lengths",
    "psoas.motion.runner:_step_hz_of_one": "steps per second by side",
    "psoas.motion.sides:*": _POINTS,
    "psoas.motion.steps:*": _ANY,
    "psoas.motion.curves:_over_stride": "degrees, named in the docstring of its callers",
    "psoas.motion.head:*": _POINTS,
    "psoas.motion.on_picture:Overlay.events": "each with a place in pixels",
    "psoas.motion.on_picture:Overlays.heads": _POINTS,
    "psoas.motion.key_frames:*": "leg lengths, as the runner's tracks",
    "psoas.motion.placed:_without*": _POINTS,
    "psoas.motion.shown:_highest_s.values": _ANY,
    "psoas.motion.tempo:_largest_fall_per_s2": "leg lengths per second squared",
    "psoas.app.gait.pair:_wanted": "times in s, what is drawn, the picture",
    "psoas.app.gait.pair:_nearest*": "times in s, what is drawn, the picture",
    "psoas.app.gait.overlay:Filmed.pictures": "the runner's time in s, what is drawn, the picture",
    "psoas.app.gait.change:*": _KIND,
    "psoas.app.gait.over_time:*": _KIND,
    "psoas.motion.at_speed:*": "in the unit of the measure's kind, a metre per second of speed",
    "psoas.app.gait.told:_value.band": _KIND,
    "psoas.pose.crop:*": _PIXELS,
    "psoas.pose.detector:*": _ROWS,
    "psoas.pose.landmarks:*": _ROWS,
    "psoas.pose.network:*": _ROWS,
    "psoas.pose.points:*": "rows of x, y and certainty, or a count",
    "psoas.pose.scene:*": _PIXELS,
    "psoas.mechanics.moment:_added_by_jitter_nm*": "newton-metres, by the name of the whole",
    "psoas.mechanics.dynamics:cross*": "of any two quantities in the plane",
    "psoas.intake.fit_facts:raw.*": _FIT,
    "psoas.intake.fit_developer:*": "an app's own field; its description names the unit",
    "psoas.intake.fit_dynamics:*": _KEYED,
    "psoas.intake.fit_facts:_unpacked.packed": "speed and distance in the bits of one number",
    "psoas.intake.fit_columns:*": _FIT,
    "psoas.intake.fit_profile:Field.*": "the file's own scale and offset of a field",
    "psoas.intake.position:along_m.segment": "the number of a segment, no quantity",
    "psoas.loop.exercise:Exercise.level": "a rung from 1 to 4",
    "psoas.loop.measure:Detectable.*": _MEASURE,
    "psoas.loop.measure:Says.above": _MEASURE,
    "psoas.loop.measure:Measure.plausible": _MEASURE,
    "psoas.loop.retest.change:*": _MEASURE,
    "psoas.loop.retest.moved:*": _MEASURE,
    "psoas.diary.model:Reading.value": _MEASURE,
    "psoas.app.battery.entries:*": _MEASURE,
    "psoas.app.battery.taking:*": _MEASURE,
    "psoas.app.check.measured:*": _MEASURE,
    "psoas.app.battery.photo:*": "points in pixels, angles in degrees",
    "psoas.diary.attempt:Attempt.value": _MEASURE,
    "psoas.motion.thigh:Photo.px_per_tap": "pixels of the photo in one of the screen",
    "psoas.motion.thigh:_*": "points in pixels, angles in degrees",
    "psoas.cli.battery:*.value": _MEASURE,
    "psoas.cli.diary:log.sitting": "named after the option --sitting, in hours",
    "psoas.app.api:assess.age": "the answer sheet's own key, in years",
    "psoas.load.guard.past:Peak.most": "in the unit of what the window watches",
    "psoas.load.guard.past:_Most.add.value": "in the unit of what the window watches",
    "psoas.app.load.loading:Window.units_m4": "the unit, then its exponent; a key of the JSON",
}

#: To rename: real omissions, each with the name it should have. May only shrink.
TO_RENAME: Mapping[str, str] = {
    "psoas.intake.assemble:_any_speed": "_any_speed_mps",
    "psoas.runs.stream:_stepping": "_stepping_spm",
    "psoas.runs.stream:_speed_from_distance": "_speed_from_distance_mps",
    "psoas.intake.position:_steps_m.latitude": "latitude_rad",
    "psoas.intake.position:_steps_m.longitude": "longitude_rad",
    "psoas.intake.sport:_is_like_a_run.speeds": "speeds_mps",
    "psoas.intake.sport:_is_like_a_run.cadences": "cadences_per_min",
}


def _is_table(outer: set[str], inside: ast.expr) -> bool:
    match inside:
        case ast.Tuple(elts=[ast.Name(id="str"), *_]):
            return not TABLES.isdisjoint(outer)
    return False


def _words(annotation: ast.expr) -> Iterator[str]:
    """Yield the names in an annotation, opaque parts left out."""
    match annotation:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(attr=name):
            yield name
        case ast.Constant(value=str(text)):
            yield from _words(ast.parse(text, mode="eval").body)
        case ast.Subscript(value=head, slice=inside):
            outer = set(_words(head))
            if OPAQUE.isdisjoint(outer) and not _is_table(outer, inside):
                yield from outer
                match inside:
                    case ast.Tuple(elts=[kind, *_]) if "Annotated" in outer:
                        yield from _words(kind)
                    case _:
                        yield from _words(inside)
        case ast.BinOp(left=left, right=right):
            yield from _words(left)
            yield from _words(right)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _words(part)


def _alternatives(annotation: ast.expr) -> Iterator[ast.expr]:
    if isinstance(annotation, ast.BinOp):
        yield from _alternatives(annotation.left)
        yield from _alternatives(annotation.right)
    else:
        yield annotation


def is_measured(annotation: ast.expr | None, aliases: frozenset[str] = frozenset()) -> bool:
    """Say whether an annotation holds a number with a unit.

    A union with text is whatever the caller has, not a measured number.
    """
    if annotation is None:
        return False
    if any(isinstance(each, ast.Name) and each.id == "str" for each in _alternatives(annotation)):
        return False
    return not (MEASURED | aliases).isdisjoint(_words(annotation))


def ends_in_unit(name: str) -> bool:
    """Say whether the last word of a name is a unit; ``seconds_by_band`` has it before *by*."""
    words = name.strip("_").lower().partition("_by_")[0].split("_")
    return any("_".join(words[start:]) in UNITS for start in range(len(words)))


def _aliases_of(tree: ast.Module, known: frozenset[str]) -> frozenset[str]:
    """Return the module-level names that stand for a measured annotation."""
    found = set(known)
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value):
                if is_measured(value, frozenset(found)):
                    found.add(name)
    return frozenset(found)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """Return the named parameters; those of ``**values`` carry their units in their names."""
    args = function.args
    rest = [args.vararg] if args.vararg is not None else []
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *rest]


def _returns_one(returns: ast.expr | None) -> bool:
    """Say whether one thing is returned: the parts of a pair are named in the docstring."""
    match returns:
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=parts)):
            return any(isinstance(part, ast.Constant) and part.value is ... for part in parts)
    return True


def _validates(parameters: Iterable[ast.arg]) -> bool:
    """Say whether a function is an attrs validator: the field it checks has the unit."""
    return any(
        isinstance(each.annotation, ast.Subscript)
        and isinstance(each.annotation.value, ast.Name)
        and each.annotation.value.id == "Attribute"
        for each in parameters
    )


def _fields(node: ast.ClassDef) -> set[str]:
    return {
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }


def _carriers_of(tree: ast.Module) -> Iterator[str]:
    """Yield the classes that hold a unit as data."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and "unit" in _fields(node):
            yield node.name


@dataclass(frozen=True)
class _Reader:
    file: str
    module: str
    aliases: frozenset[str]
    carriers: frozenset[str]

    def _named(
        self, name: str, annotation: ast.expr | None, *, line: int, place: str, beside: set[str]
    ) -> Iterator[Finding]:
        if not is_measured(annotation, self.aliases) or ends_in_unit(name):
            return
        if name in BESIDE_A_UNIT:
            if not beside.isdisjoint({"unit", "unit_name"}):
                return
            reason = "needs a 'unit' beside it"
        else:
            reason = "ends in no unit"
        yield Finding(self.file, line, f"{self.module}:{place}", name, reason)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, where: str, beside: set[str]
    ) -> Iterator[Finding]:
        place = f"{where}{node.name}"
        parameters = _parameters(node)
        names = {each.arg for each in parameters} | beside
        kinds = {word for each in parameters if each.annotation for word in _words(each.annotation)}
        if not kinds.isdisjoint(self.carriers) or _validates(parameters):
            names.add("unit")
        for each in parameters:
            yield from self._named(
                each.arg,
                each.annotation,
                line=each.lineno,
                place=f"{place}.{each.arg}",
                beside=names,
            )
        if not node.name.startswith("__") and _returns_one(node.returns):
            yield from self._named(
                node.name, node.returns, line=node.lineno, place=place, beside=beside
            )
        yield from self.findings(node.body, f"{place}.", beside, fields=False)

    def findings(
        self, body: Iterable[ast.stmt], where: str = "", beside: Iterable[str] = (), *, fields: bool
    ) -> Iterator[Finding]:
        """Yield the findings of a body; *fields* where its annotated names are fields."""
        around = set(beside)
        for node in body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from self._function(node, where, around)
                case ast.ClassDef(name=name, body=inside):
                    yield from self.findings(inside, f"{where}{name}.", _fields(node), fields=True)
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if fields:
                    yield from self._named(
                        name, kind, line=node.lineno, place=f"{where}{name}", beside=around
                    )


def findings_in(
    source: str,
    *,
    file: str = "<text>",
    module: str = "m",
    aliases: frozenset[str] = frozenset(),
    carriers: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Return the findings of one module's text."""
    tree = ast.parse(source, filename=file)
    reader = _Reader(file, module, _aliases_of(tree, aliases), carriers | set(_carriers_of(tree)))
    return list(reader.findings(tree.body, fields=True))


def _modules(package: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def check(package: Path, *, allowed: Iterable[str] = ()) -> list[Finding]:
    """Return the findings under *package*, and the allowed places that hide nothing."""
    sources = {name: (path, path.read_text(encoding="utf-8")) for name, path in _modules(package)}
    aliases: frozenset[str] = frozenset()
    carriers: set[str] = set()
    for _, text in sources.values():
        tree = ast.parse(text)
        aliases = _aliases_of(tree, aliases)
        carriers |= set(_carriers_of(tree))
    found = [
        finding
        for name, (path, text) in sources.items()
        for finding in findings_in(
            text,
            file=str(path.relative_to(package.parents[1])),
            module=name,
            aliases=aliases,
            carriers=frozenset(carriers),
        )
    ]
    patterns = tuple(allowed)
    stale = [
        Finding("tools/check_units.py", 1, each, each, "is allowed and hides nothing: remove it")
        for each in patterns
        if not any(fnmatchcase(finding.place, each) for finding in found)
    ]
    kept = [x for x in found if not any(fnmatchcase(x.place, each) for each in patterns)]
    return kept + stale


def main() -> int:
    """Print the findings; 1 where there are any."""
    found = check(PACKAGE, allowed=(*ALLOWED, *TO_RENAME))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
