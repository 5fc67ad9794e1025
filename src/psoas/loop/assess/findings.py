"""Findings: answers computed from other answers, so that rules can stay flat.

A finding is absent where its inputs are unknown and the known ones do not decide
(Kleene). A question that lists a thing and was answered without it counts as a no to
that thing: a runner who ticked places and left the testicle out has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from psoas.loop.assess.answers import inverted, listed, number_of, said, said_yes
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

FRESH_WEEKS = 6
"""A strain is fresh for so long; our own convention, as for new pain in the rules."""

#: Where a bone stress injury of pelvis, hip, sacrum or femur does not hurt. Any other
#: place, and any place psoas does not know, counts as a loading site.
_NO_LOADING_SITE = frozenset({"knee", "lower_abdomen", "flank", "testicle_scrotum"})

#: Answers that say the last period came as it should, or that none is to come.
_NOT_LATE = ("regular", "menopause", "not_applicable")


def _taking(sheet: Sheet, named: Callable[[tuple[str, ...]], bool]) -> Answer:
    medicines = sheet.get("medicines")
    if not isinstance(medicines, tuple):
        return Answer.UNKNOWN
    return Answer.of(named(tuple(str(each) for each in medicines)))


def _feverish(sheet: Sheet) -> Answer:
    """Feeling well decides where no temperature was taken (hazard H-02: or, not and)."""
    feels, temperature_c = (
        said_yes(sheet, "feels_feverish_or_unwell"),
        number_of(sheet, "temperature_c"),
    )
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
    return inverted(said(sheet, "hop_pain", "none"))


def _early_menopause(sheet: Sheet) -> Answer:
    age_years = number_of(sheet, "age_years")
    young = Answer.of(None if age_years is None else age_years < EARLY_MENOPAUSE_YEARS)
    return all_of((said(sheet, "periods", "menopause"), young))


def _missed_periods(sheet: Sheet) -> Answer:
    if sheet.get("periods") is None and sheet.get("sex") == "male":
        return Answer.NO
    return any_of((said(sheet, "periods", "absent_3m_plus"), _early_menopause(sheet)))


def _on_bone_medicine(sheet: Sheet) -> Answer:
    return _taking(sheet, lambda them: names_one_of(them, BONE_MEDICINES))


def _on_steroids(sheet: Sheet) -> Answer:
    return any_of((said_yes(sheet, "long_term_steroids"), _taking(sheet, names_steroid_tablets)))


def _bone_stress_marker(sheet: Sheet) -> Answer:
    return any_of(
        (
            _missed_periods(sheet),
            said_yes(sheet, "eating_or_weight_concern"),
            said_yes(sheet, "prior_bone_stress_injury"),
            said_yes(sheet, "osteoporosis"),
            _on_steroids(sheet),
            _on_bone_medicine(sheet),
        )
    )


def _on_anticoagulant(sheet: Sheet) -> Answer:
    """A blood thinner named in either place; either place answered without one is a no."""
    asked = inverted(said(sheet, "anticoagulant", "none"))
    taken = _taking(sheet, lambda them: names_one_of(them, ANTICOAGULANTS))
    known = {asked, taken} - {Answer.UNKNOWN}
    return any_of(known) if known else Answer.UNKNOWN


def _unconfirmed_pregnancy(sheet: Sheet) -> Answer:
    late = any_of(
        (said_yes(sheet, "late_period_or_possible_pregnancy"), said(sheet, "periods", "late"))
    )
    if late is Answer.UNKNOWN and (sheet.get("sex") == "male" or sheet.get("periods") in _NOT_LATE):
        late = Answer.NO
    return all_of((late, inverted(_pregnant(sheet))))


def _pregnant(sheet: Sheet) -> Answer:
    pregnant = any_of((said_yes(sheet, "pregnant"), said(sheet, "periods", "pregnant")))
    if pregnant is Answer.UNKNOWN:
        male = sheet.get("sex") == "male"
        return Answer.NO if male or sheet.get("pregnant") is False else pregnant
    return pregnant


def _testicle_pain(sheet: Sheet) -> Answer:
    asked, placed = (
        said_yes(sheet, "testicular_pain"),
        listed(sheet, "location", "testicle_scrotum"),
    )
    known = {asked, placed} - {Answer.UNKNOWN}
    return any_of(known) if known else Answer.UNKNOWN


def _numb_anywhere(sheet: Sheet) -> Answer:
    area = inverted(said(sheet, "numbness_area", "none"))
    feel, saddle = listed(sheet, "character", "numb"), said_yes(sheet, "saddle_numbness")
    known = {area, feel} - {Answer.UNKNOWN}
    return any_of((*known, saddle)) if known or saddle is Answer.YES else Answer.UNKNOWN


def _stiff_groin(sheet: Sheet) -> Answer:
    stiff_min = number_of(sheet, "morning_stiffness_min")
    mornings = Answer.of(None if stiff_min is None else stiff_min > 0)
    return all_of(
        (
            any_of((listed(sheet, "character", "stiff"), mornings)),
            listed(sheet, "location", "groin", "front_of_hip"),
        )
    )


def _longest_run_jump(sheet: Sheet) -> Answer:
    """A jump from nothing is a jump too, though its ratio is not defined."""
    recent_km = number_of(sheet, "longest_run_last_14d_km")
    prior_km = number_of(sheet, "longest_run_prior_30d_km")
    if recent_km is None or prior_km is None:
        return Answer.UNKNOWN
    return Answer.of(round(recent_km - LONGEST_RUN_JUMP * prior_km, 6) > 0)


def _inflammatory_sign(sheet: Sheet) -> Answer:
    signs = sheet.get("inflammatory_features")
    return Answer.of(any(s != "none" for s in signs) if isinstance(signs, tuple) else None)


_PAINS = tuple(f"pain_{when}_0_10" for when in ("rest", "walk", "run", "night"))


def _strongest_nrs(sheet: Sheet, keys: tuple[str, ...]) -> float | None:
    """Return the strongest pain; a known pain decides even where another is unknown."""
    pains = [number_of(sheet, key) for key in keys]
    known = [pain for pain in pains if pain is not None]
    strongest = max(known, default=0.0)
    return strongest if strongest > 0 or len(known) == len(keys) else None


def _deep_bend_hurts(sheet: Sheet) -> Answer:
    """A hip to be kept out of deep bends (science.md section 6: hip-related pain)."""
    return any_of(
        (
            said_yes(sheet, "flexion_rotation_pinch"),
            said_yes(sheet, "hip_rotation_loss"),
            said_yes(sheet, "locking_catching"),
            listed(sheet, "pattern", "deep_flexion"),
            listed(sheet, "character", "pinch", "catch"),
        )
    )


def _fresh_strain(sheet: Sheet) -> Answer:
    """A sudden start in the last weeks may be a strain (science.md sections 6 and 8)."""
    weeks = number_of(sheet, "duration_weeks")
    fresh = Answer.of(None if weeks is None else weeks <= FRESH_WEEKS)
    return all_of((said(sheet, "onset", "sudden"), fresh))


def _nothing_felt(sheet: Sheet) -> Answer:
    """No pain and no place: whoever answers so wants to prevent."""
    worst, places = _strongest_nrs(sheet, _PAINS), sheet.get("location")
    painless = Answer.of(None if worst is None else worst == 0)
    nowhere = Answer.of(not places if isinstance(places, tuple) else None)
    return all_of((painless, any_of((said(sheet, "side", "none"), nowhere))))


_YES_NO: Mapping[str, Callable[[Sheet], Answer]] = {
    "feverish": _feverish,
    "loading_pain_site": _loading_pain_site,
    "painful_hop": _painful_hop,
    "bone_stress_marker": _bone_stress_marker,
    "belly_pain": lambda s: any_of(
        (said_yes(s, "abdominal_pain"), listed(s, "location", "lower_abdomen"))
    ),
    "testicle_pain": _testicle_pain,
    "numb_anywhere": _numb_anywhere,
    "stiff_groin": _stiff_groin,
    "longest_run_jump": _longest_run_jump,
    "inflammatory_sign": _inflammatory_sign,
    "deep_bend_hurts": _deep_bend_hurts,
    "fresh_strain": _fresh_strain,
    "nothing_felt": _nothing_felt,
    "possible_pregnancy": lambda s: any_of((_pregnant(s), _unconfirmed_pregnancy(s))),
    "unconfirmed_pregnancy": _unconfirmed_pregnancy,
    "on_anticoagulant": _on_anticoagulant,
    "on_fluoroquinolone": lambda s: _taking(s, lambda them: names_one_of(them, FLUOROQUINOLONES)),
    "on_steroids": _on_steroids,
    "on_bone_medicine": _on_bone_medicine,
    "low_immunity": lambda s: any_of(
        (
            said_yes(s, "immunosuppressed_or_diabetes"),
            _taking(s, lambda them: names_one_of(them, LOW_IMMUNITY)),
        )
    ),
}


def _ratio(sheet: Sheet, over: str, under: str, *, least: float) -> float | None:
    top, bottom = number_of(sheet, over), number_of(sheet, under)
    if top is None or bottom is None or bottom < least:
        return None
    return round(top / bottom, 3)  # as it is shown; a distance is known to no better


def _bmi(sheet: Sheet) -> float | None:
    mass_kg, height_cm = number_of(sheet, "weight_kg"), number_of(sheet, "height_cm")
    if mass_kg is None or height_cm is None:
        return None
    return mass_kg / (height_cm / 100) ** 2


def _speed_sessions_change(sheet: Sheet) -> float | None:
    recent = number_of(sheet, "speed_sessions_week_recent")
    usual = number_of(sheet, "speed_sessions_week_usual")
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
        "weekly_km_ratio": _ratio(
            sheet, "weekly_km_last_week", "weekly_km_usual", least=BASELINE_KM
        ),
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
