"""The pre-pregnancy rule and one person, in the forms that the engines under comparison want."""

PERSON: dict[str, object] = {
    "household.marital_status": "married",
    "household.planning_pregnancy": True,
    "household.pregnant": False,
    "household.checkup_used": False,
    "household.children_ever": 1,
    "self.hukou_place": "hubei",
    "spouse.hukou_place": "elsewhere",
    "self.residence_months": 12,
    "spouse.residence_months": 8,
}
"""For our engine: facts of the contract."""

TREE = {
    "self": {"hukou_place": "hubei", "residence_months": 12},
    "spouse": {"hukou_place": "elsewhere", "residence_months": 8},
    "household": {
        "marital_status": "married",
        "planning_pregnancy": True,
        "pregnant": False,
        "checkup_used": False,
        "children_ever": 1,
    },
}
"""For zen-engine: the same, nested."""

CONDITION = (
    "household.marital_status == 'married' and household.planning_pregnancy == true"
    " and household.pregnant == false and (self.hukou_place == 'wuhan' or spouse.hukou_place == 'wuhan'"
    " or (self.residence_months >= 6 and spouse.residence_months >= 6))"
    " and household.checkup_used == false and household.children_ever < 3"
)
"""For zen-engine: the rule."""

VALUES: dict[str, bool | int] = {
    "married": True,
    "planning": True,
    "pregnant": False,
    "used": False,
    "wuhan": False,
    "spouse_wuhan": False,
    "months": 12,
    "spouse_months": 8,
    "children": 1,
}
"""For OpenFisca: the same as variables of one person."""
