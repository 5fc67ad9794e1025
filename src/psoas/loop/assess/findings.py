"""Findings: answers computed from other answers, so that rules can stay flat.

A finding is absent where its inputs are unknown and the known ones do not decide
(Kleene). A question that lists a thing and was answered without it counts as a no to
that thing: a runner who ticked places and left the testicle out has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from psoas.loop.assess.medicines import (
    ANTICOAGULANTS,
    BONE_MEDICINES,
    FLUOROQUINOLONES,
    LOW_IMMUNITY,
    names_one_of,
    names_steroid_tablets,
)
from psoas.loop.condition import Answered, Sheet
from psoas.quantity import Answer, all_of, any_of

FEVER_C = 37.8
"""From here a temperature is a fever (hazard H-02)."""

EARLY_MENOPAUSE_YEARS = 45
"""Menopause before this age weakens bone early (hazard H-01)."""

BASELINE_KM = 3
"""Without a run of this length in the 30 days before there is no baseline (guard rule G1c)."""

LONGEST_RUN_JUMP = 1.10
"""Above this a longest run is a jump (Frandsen 2025; hazard H-01)."""

#: Where a bone stress injury of pelvis, hip, sacrum or femur does not hurt. Any other
#: place, and any place psoas does not know, counts as a loading site.
_NO_LOADING_SITE = frozenset({"knee", "lower_abdomen", "flank", "testicle_scrotum"})

#: Answers that say the last period came as it should, or that none is to come.
_NOT_LATE = ("regular", "menopause", "not_applicable")


def _yes(sheet: Sheet, key: str) -> Answer:
    answer = sheet.get(key)
    return Answer.of(answer if isinstance(answer, bool) else None)


def _is(sheet: Sheet, key: str, *values: str) -> Answer:
    answer = sheet.get(key)
    return Answer.of(None if answer is None else answer in values)


def _lists(sheet: Sheet, key: str, *values: str) -> Answer:
    answer = sheet.get(key)
    return Answer.of(any(v in answer for v in values) if isinstance(answer, tuple) else None)


def _number(sheet: Sheet, key: str) -> float | None:
    answer = sheet.get(key)
    return float(answer) if isinstance(answer, int | float) else None


def _not(answer: Answer) -> Answer:
    swapped = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
    return swapped.get(answer, answer)


def _taking(sheet: Sheet, named: Callable[[tuple[str, ...]], bool]) -> Answer:
    medicines = sheet.get("medicines")
    if not isinstance(medicines, tuple):
        return Answer.UNKNOWN
    return Answer.of(named(tuple(str(each) for each in medicines)))


def _feverish(sheet: Sheet) -> Answer:
    """Feeling well decides where no temperature was taken (hazard H-02: or, not and)."""
    feels, temperature_c = _yes(sheet, "feels_feverish_or_unwell"), _number(sheet, "temperature_c")
    if temperature_c is not None and temperature_c >= FEVER_C:
        return Answer.YES
    return feels


def _loading_pain_site(sheet: Sheet) -> Answer:
    places = sheet.get("location")
    if not isinstance(places, tuple) or not places:
        return Answer.UNKNOWN
    return Answer.of(any(place not in _NO_LOADING_SITE for place in places))


def _painful_hop(sheet: Sheet) -> Answer:
    if sheet.get("hop_pain") in (None, "not_tested"):
        return Answer.UNKNOWN
    return _not(_is(sheet, "hop_pain", "none"))


def _early_menopause(sheet: Sheet) -> Answer:
    age_years = _number(sheet, "age_years")
    young = Answer.of(None if age_years is None else age_years < EARLY_MENOPAUSE_YEARS)
    return all_of((_is(sheet, "periods", "menopause"), young))


def _missed_periods(sheet: Sheet) -> Answer:
    if sheet.get("periods") is None and sheet.get("sex") == "male":
        return Answer.NO
    return any_of((_is(sheet, "periods", "absent_3m_plus"), _early_menopause(sheet)))


def _on_bone_medicine(sheet: Sheet) -> Answer:
    return _taking(sheet, lambda them: names_one_of(them, BONE_MEDICINES))


def _on_steroids(sheet: Sheet) -> Answer:
    return any_of((_yes(sheet, "long_term_steroids"), _taking(sheet, names_steroid_tablets)))


def _bone_stress_marker(sheet: Sheet) -> Answer:
    return any_of(
        (
            _missed_periods(sheet),
            _yes(sheet, "eating_or_weight_concern"),
            _yes(sheet, "prior_bone_stress_injury"),
            _yes(sheet, "osteoporosis"),
            _on_steroids(sheet),
            _on_bone_medicine(sheet),
        )
    )


def _on_anticoagulant(sheet: Sheet) -> Answer:
    """A blood thinner named in either place; either place answered without one is a no."""
    asked = _not(_is(sheet, "anticoagulant", "none"))
    listed = _taking(sheet, lambda them: names_one_of(them, ANTICOAGULANTS))
    known = {asked, listed} - {Answer.UNKNOWN}
    return any_of(known) if known else Answer.UNKNOWN


def _unconfirmed_pregnancy(sheet: Sheet) -> Answer:
    late = any_of((_yes(sheet, "late_period_or_possible_pregnancy"), _is(sheet, "periods", "late")))
    if late is Answer.UNKNOWN and (sheet.get("sex") == "male" or sheet.get("periods") in _NOT_LATE):
        late = Answer.NO
    return all_of((late, _not(_pregnant(sheet))))


def _pregnant(sheet: Sheet) -> Answer:
    pregnant = any_of((_yes(sheet, "pregnant"), _is(sheet, "periods", "pregnant")))
    if pregnant is Answer.UNKNOWN:
        male = sheet.get("sex") == "male"
        return Answer.NO if male or sheet.get("pregnant") is False else pregnant
    return pregnant


def _testicle_pain(sheet: Sheet) -> Answer:
    asked, placed = _yes(sheet, "testicular_pain"), _lists(sheet, "location", "testicle_scrotum")
    known = {asked, placed} - {Answer.UNKNOWN}
    return any_of(known) if known else Answer.UNKNOWN


def _numb_anywhere(sheet: Sheet) -> Answer:
    area = _not(_is(sheet, "numbness_area", "none"))
    feel, saddle = _lists(sheet, "character", "numb"), _yes(sheet, "saddle_numbness")
    known = {area, feel} - {Answer.UNKNOWN}
    return any_of((*known, saddle)) if known or saddle is Answer.YES else Answer.UNKNOWN


def _stiff_groin(sheet: Sheet) -> Answer:
    stiff_min = _number(sheet, "morning_stiffness_min")
    mornings = Answer.of(None if stiff_min is None else stiff_min > 0)
    return all_of(
        (
            any_of((_lists(sheet, "character", "stiff"), mornings)),
            _lists(sheet, "location", "groin", "front_of_hip"),
        )
    )


def _longest_run_jump(sheet: Sheet) -> Answer:
    """A jump from nothing is a jump too, though its ratio is not defined."""
    recent_km = _number(sheet, "longest_run_last_14d_km")
    prior_km = _number(sheet, "longest_run_prior_30d_km")
    if recent_km is None or prior_km is None:
        return Answer.UNKNOWN
    return Answer.of(round(recent_km - LONGEST_RUN_JUMP * prior_km, 6) > 0)


def _inflammatory_sign(sheet: Sheet) -> Answer:
    signs = sheet.get("inflammatory_features")
    return Answer.of(any(s != "none" for s in signs) if isinstance(signs, tuple) else None)


_YES_NO: Mapping[str, Callable[[Sheet], Answer]] = {
    "feverish": _feverish,
    "loading_pain_site": _loading_pain_site,
    "painful_hop": _painful_hop,
    "bone_stress_marker": _bone_stress_marker,
    "belly_pain": lambda s: any_of(
        (_yes(s, "abdominal_pain"), _lists(s, "location", "lower_abdomen"))
    ),
    "testicle_pain": _testicle_pain,
    "numb_anywhere": _numb_anywhere,
    "stiff_groin": _stiff_groin,
    "longest_run_jump": _longest_run_jump,
    "inflammatory_sign": _inflammatory_sign,
    "possible_pregnancy": lambda s: any_of((_pregnant(s), _unconfirmed_pregnancy(s))),
    "unconfirmed_pregnancy": _unconfirmed_pregnancy,
    "on_anticoagulant": _on_anticoagulant,
    "on_fluoroquinolone": lambda s: _taking(s, lambda them: names_one_of(them, FLUOROQUINOLONES)),
    "on_steroids": _on_steroids,
    "on_bone_medicine": _on_bone_medicine,
    "low_immunity": lambda s: any_of(
        (
            _yes(s, "immunosuppressed_or_diabetes"),
            _taking(s, lambda them: names_one_of(them, LOW_IMMUNITY)),
        )
    ),
}

_PAINS = tuple(f"pain_{when}_0_10" for when in ("rest", "walk", "run", "night"))


def _strongest_nrs(sheet: Sheet, keys: tuple[str, ...]) -> float | None:
    """Return the strongest pain; a known pain decides even where another is unknown."""
    pains = [_number(sheet, key) for key in keys]
    known = [pain for pain in pains if pain is not None]
    strongest = max(known, default=0.0)
    return strongest if strongest > 0 or len(known) == len(keys) else None


def _ratio(sheet: Sheet, over: str, under: str, *, least: float) -> float | None:
    top, bottom = _number(sheet, over), _number(sheet, under)
    if top is None or bottom is None or bottom < least:
        return None
    return round(top / bottom, 3)  # as it is shown; a distance is known to no better


def _bmi(sheet: Sheet) -> float | None:
    mass_kg, height_cm = _number(sheet, "weight_kg"), _number(sheet, "height_cm")
    if mass_kg is None or height_cm is None:
        return None
    return mass_kg / (height_cm / 100) ** 2


def _speed_sessions_change(sheet: Sheet) -> float | None:
    recent = _number(sheet, "speed_sessions_week_recent")
    usual = _number(sheet, "speed_sessions_week_usual")
    return None if recent is None or usual is None else recent - usual


def _numbers(sheet: Sheet) -> dict[str, float | None]:
    return {
        "pain_loaded_0_10": _strongest_nrs(sheet, ("pain_walk_0_10", "pain_run_0_10")),
        "worst_pain_0_10": _strongest_nrs(sheet, _PAINS),
        "bmi": _bmi(sheet),
        "single_run_ratio": _ratio(
            sheet, "longest_run_last_14d_km", "longest_run_prior_30d_km", least=BASELINE_KM
        ),
        "speed_sessions_change": _speed_sessions_change(sheet),
    }


#: What to ask where a finding that an urgent rule looks at is unknown.
INPUTS: Mapping[str, tuple[str, ...]] = {
    "loading_pain_site": ("location",),
    "pain_loaded_0_10": ("pain_walk_0_10", "pain_run_0_10"),
    "bone_stress_marker": (
        "periods",
        "eating_or_weight_concern",
        "prior_bone_stress_injury",
        "osteoporosis",
        "long_term_steroids",
        "medicines",
    ),
    "longest_run_jump": ("longest_run_prior_30d_km", "longest_run_last_14d_km"),
    "belly_pain": ("abdominal_pain", "location"),
    "testicle_pain": ("testicular_pain", "location"),
    "numb_anywhere": ("numbness_area", "saddle_numbness"),
    "possible_pregnancy": ("pregnant", "periods", "late_period_or_possible_pregnancy"),
    "unconfirmed_pregnancy": ("periods", "late_period_or_possible_pregnancy"),
    "on_anticoagulant": ("anticoagulant", "medicines"),
    "on_steroids": ("long_term_steroids", "medicines"),
    "low_immunity": ("immunosuppressed_or_diabetes", "medicines"),
}


def with_findings(sheet: Sheet) -> Sheet:
    """Return *sheet* with what follows from its answers; what does not follow stays absent."""
    found: dict[str, Answered | None] = dict(sheet)
    for key, decide in _YES_NO.items():
        answer = decide(sheet)
        if answer is not Answer.UNKNOWN:
            found[key] = answer is Answer.YES
    found.update((key, value) for key, value in _numbers(sheet).items() if value is not None)
    return found
