"""Every fact that rules may test and residents may tell: the contract's list, and the unlisted ones after it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nlu.fact_types import Clock, FactType, Kind

_PERSONS = (("self", ""), ("spouse", "配偶"))


def _of_person(who: str, whose: str) -> Iterator[FactType]:
    def boolean(
        name: str, label: str, group: str, *, listed: bool = True, sensitive: bool = False
    ) -> FactType:
        full = f"{who}.{name}"
        return FactType(full, Kind.BOOLEAN, whose + label, group, full, listed=listed, sensitive=sensitive)

    def choice(name: str, label: str, group: str, **choices: str) -> FactType:
        full = f"{who}.{name}"
        return FactType(
            full, Kind.CHOICE, whose + label, group, full, tuple(choices), tuple(choices.values())
        )

    def count(name: str, label: str, group: str, axis: str, high: int, clock: Clock | None) -> FactType:
        return FactType(
            f"{who}.{name}", Kind.INTEGER, whose + label, group, f"{who}.{axis}", high=high, clock=clock
        )

    yield choice("sex", "性别", "person", female="女", male="男")
    yield count("age", "年龄(周岁)", "person", "birth", 120, Clock.YEARS)
    yield FactType(f"{who}.born_on", Kind.DATE, whose + "出生日期", "person", f"{who}.birth", listed=False)
    yield choice("hukou_type", "户口性质", "hukou", rural="农村户口", urban="城镇户口")
    yield choice("hukou_place", "户口所在地", "hukou", wuhan="武汉", hubei="湖北其他地方", elsewhere="外省")
    yield count("residence_months", "在武汉居住的月数", "hukou", "resident_since", 1440, Clock.MONTHS)
    yield choice(
        "employer",
        "工作单位",
        "work",
        enterprise="企业",
        public_institution="机关事业单位",
        farmer="务农",
        none="没有单位",
    )
    yield boolean("retired", "已经退休", "work")
    yield FactType(f"{who}.retired_on", Kind.DATE, whose + "退休日期", "work", f"{who}.retired_on")
    yield choice(
        "pension",
        "养老保险",
        "work",
        enterprise="企业职工养老保险",
        resident="城乡居民养老保险",
        public_institution="机关事业单位养老保险",
        none="没有养老保险",
    )
    yield boolean("drawing_pension", "正在领养老金", "work")
    grade = f"{who}.complication_grade"
    yield FactType(
        grade, Kind.INTEGER, whose + "节育手术并发症等级(0为没有)", "health", grade, high=3, sensitive=True
    )
    yield boolean("had_equal_reward", "领过同类计划生育奖励", "rewards")

    yield boolean("had_enterprise_bonus", "领过企业退休职工计划生育奖励", "rewards", listed=False)
    yield boolean("had_public_institution_bonus", "享受过机关事业单位的计划生育奖励", "rewards", listed=False)
    yield boolean("had_rural_reward", "享受过农村奖励扶助", "rewards", listed=False)
    yield boolean(
        "insured_enterprise_pension_since_reform",
        "养老保险改革后一直参加企业职工养老保险",
        "work",
        listed=False,
    )
    yield boolean("pension_has_family_planning_item", "养老金里已含计划生育奖励", "work", listed=False)
    yield boolean("is_only_child", "自己是独生子女", "parents", listed=False)
    yield boolean("had_operation", "做过节育手术", "health", listed=False, sensitive=True)
    yield boolean("operation_healed", "手术并发症已经治好", "health", listed=False, sensitive=True)
    yield boolean("sterilised", "做过绝育手术", "health", listed=False, sensitive=True)


_MANY = 15
"""The most children a household can tell: enough for every rule, and few enough to reckon with exactly."""


def _of_household() -> Iterator[FactType]:
    def boolean(
        name: str, label: str, group: str, *, listed: bool = True, sensitive: bool = False
    ) -> FactType:
        full = f"household.{name}"
        return FactType(full, Kind.BOOLEAN, label, group, full, listed=listed, sensitive=sensitive)

    def count(
        name: str, label: str, group: str, high: int, *, listed: bool = True, sensitive: bool = False
    ) -> FactType:
        full = f"household.{name}"
        return FactType(full, Kind.INTEGER, label, group, full, high=high, listed=listed, sensitive=sensitive)

    def choice(name: str, label: str, group: str, *, listed: bool = True, **choices: str) -> FactType:
        full = f"household.{name}"
        return FactType(
            full, Kind.CHOICE, label, group, full, tuple(choices), tuple(choices.values()), listed=listed
        )

    yield choice(
        "marital_status", "婚姻状况", "family", single="未婚", married="已婚", divorced="离婚", widowed="丧偶"
    )
    yield boolean("planning_pregnancy", "打算怀孕", "pregnancy")
    yield boolean("pregnant", "已经怀孕", "pregnancy")
    yield boolean("checkup_used", "为这个孩子做过免费孕前检查", "pregnancy")
    yield count("children_ever", "生育和收养过的孩子数", "children", _MANY)
    yield count("children_living", "健在的孩子数", "children", _MANY)
    yield count("sons", "健在的儿子数", "children", _MANY)
    yield count("daughters", "健在的女儿数", "children", _MANY)
    yield count("only_child_disability_grade", "独生子女残疾等级(0为没有)", "health", 4, sensitive=True)
    yield boolean("one_child_certificate", "有独生子女父母光荣证", "children")
    born = "household.youngest_child_born_on"
    yield FactType(born, Kind.DATE, "最小的孩子的出生日期", "child", born)
    yield choice("youngest_child_hukou", "最小的孩子的户口", "child", wuhan="武汉", elsewhere="外地")
    yield boolean("child_is_chinese", "孩子是中国国籍", "child")
    yield boolean("housing_qualified", "符合一般住房保障条件", "housing")
    yield boolean("birth_rule_violation", "有违反规定的生育", "children", sensitive=True)

    yield boolean("remarried", "再婚家庭", "family", listed=False, sensitive=True)
    yield boolean("adopted", "孩子是收养的", "children", listed=False, sensitive=True)
    yield boolean(
        "children_from_earlier_marriage", "有再婚前的孩子", "children", listed=False, sensitive=True
    )
    yield boolean("one_child_proof", "有村(社区)开的只有一个孩子的证明", "children", listed=False)
    yield boolean("birth_lawful_exception", "属于可以再生育的情形", "children", listed=False)
    yield choice(
        "housing_type",
        "申请的住房",
        "housing",
        listed=False,
        public_rental="公租房",
        repair="农村危房改造",
        affordable="经济适用房",
    )
    yield boolean("donghu_registered", "孩子和父母一方在东湖高新区落户并居住满一年", "hukou", listed=False)
    yield FactType(
        "household.parent_age",
        Kind.INTEGER,
        "要照顾的父母的年龄(周岁)",
        "parents",
        "household.parent_birth",
        high=120,
        listed=False,
        clock=Clock.YEARS,
    )
    yield boolean("parent_needs_care", "父母不能自理或者生病住院", "parents", listed=False)
    yield boolean("freshman", "是当年的大学新生", "study", listed=False)
    yield boolean("exam_daughter", "女儿今年在武汉中考", "study", listed=False)
    yield boolean("left_behind", "是留守儿童或者留守老人", "parents", listed=False)
    yield boolean("special_family", "是计划生育特殊家庭", "health", listed=False, sensitive=True)


def _all() -> Iterator[FactType]:
    for who, whose in _PERSONS:
        yield from _of_person(who, whose)
    yield from _of_household()


CATALOGUE: Mapping[str, FactType] = MappingProxyType({fact.name: fact for fact in _all()})
"""Every fact by name."""
