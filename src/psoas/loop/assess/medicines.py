"""Medicines that change what a pain may mean, by generic and brand name (hazard H-19).

From memory of common European, British and American names; it is not complete. A
medicine that is not on the list is unknown to psoas, not harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

#: Blood thinners, with the misspellings that are met most. Antiplatelets are not among them.
ANTICOAGULANTS = (
    "warfarin", "warfrin", "warfin", "coumadin", "marevan", "jantoven",
    "acenocoumarol", "sintrom", "sinthrome", "phenprocoumon", "marcumar", "marcoumar",
    "falithrom", "phenindione", "fluindione",
    "apixaban", "apixiban", "eliquis", "rivaroxaban", "rivaroxiban", "xarelto", "xeralto",
    "edoxaban", "lixiana", "savaysa", "dabigatran", "pradaxa",
    "heparin", "enoxaparin", "clexane", "lovenox", "inhixa", "dalteparin", "fragmin",
    "tinzaparin", "innohep", "fondaparinux", "arixtra",
    "blood thinner", "blood-thinner", "anticoagulant",
)  # fmt: skip

FLUOROQUINOLONES = (
    "ciprofloxacin", "cipro", "ciproxin", "levofloxacin", "levaquin", "tavanic",
    "moxifloxacin", "avelox", "avalox", "ofloxacin", "norfloxacin", "delafloxacin",
    "fluoroquinolone", "quinolone",
)  # fmt: skip

STEROIDS = (
    "prednisolone", "prednisone", "methylprednisolone", "medrol", "dexamethasone",
    "betamethasone", "deflazacort", "hydrocortisone", "cortisone", "steroid",
)  # fmt: skip

BONE_MEDICINES = (
    "alendronate", "alendronic", "fosamax", "risedronate", "actonel", "ibandronate",
    "ibandronic", "bonviva", "boniva", "zoledronate", "zoledronic", "aclasta", "reclast",
    "denosumab", "prolia", "teriparatide", "forsteo", "romosozumab", "evenity",
    "bisphosphonate",
)  # fmt: skip

LOW_IMMUNITY = (
    "insulin", "metformin", "gliclazide", "methotrexate", "azathioprine", "ciclosporin",
    "cyclosporine", "mycophenolate", "tacrolimus", "adalimumab", "humira", "etanercept",
    "infliximab", "rituximab", "tofacitinib", "chemotherapy",
)  # fmt: skip

#: Forms that stay on the skin, in the nose or in the lungs: no steroid tablets.
_LOCAL = re.compile(r"\b(cream|ointment|gel|inhaler|nasal|spray|drops|lotion)\b", re.IGNORECASE)


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})", re.IGNORECASE)


def names_one_of(medicines: Iterable[str], names: tuple[str, ...]) -> bool:
    """Return whether a medicine is one of *names*, in any case and with a dose beside it."""
    wanted = _pattern(names)
    return any(wanted.search(medicine) for medicine in medicines)


def names_steroid_tablets(medicines: Iterable[str]) -> bool:
    """Return whether a steroid is among *medicines* in a form that reaches the bones."""
    return names_one_of((each for each in medicines if not _LOCAL.search(each)), STEROIDS)
