"""The columns of a residents' file: what each is called in Chinese and English, and what it may hold.

A fact's column bears the fact's own name (`household.sons`), so that the rules, the file and the table agree; that
this list is whole is tested against the catalogue of facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What the cells of a column are read as."""

    PHONE = "phone"
    NAME = "name"
    LANGUAGE = "language"
    DISTRICT = "district"
    CONSENT = "consent"
    CONSENT_ON = "consent_on"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    COUNT = "count"
    DAY = "day"
    YEARS_SINCE = "years_since"
    MONTHS_SINCE = "months_since"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its `name`, the `headers` it is also known by, and its values.

    `axis` is what is stored: an age and a birth date both tell `self.birth`. `words` leads from what people write to
    the value meant. `high` bounds a count.
    """

    name: str
    holds: Holds
    headers: tuple[str, ...]
    axis: str
    words: Mapping[str, str] = field(default_factory=dict)
    high: int = 0

    @property
    def of_days(self) -> bool:
        """Whether it tells a span of days."""
        return self.holds in (Holds.DAY, Holds.YEARS_SINCE, Holds.MONTHS_SINCE)


def _words(**words: str) -> dict[str, str]:
    return {
        word.lower(): value for value, told in words.items() for word in (value.rstrip("_"), *told.split())
    }


_SEX = _words(female="女 女性 女士 f", male="男 男性 先生 m")
_HUKOU_TYPE = _words(
    rural="农村 农业 农村户口 农业户口 农业户籍 农村居民",
    urban="城镇 城市 非农 非农业 城镇户口 非农业户口 居民",
)
_HUKOU_PLACE = _words(
    wuhan="武汉 武汉市 本市",
    hubei="湖北 湖北省 省内 湖北其他地方 本省外市",
    elsewhere="外省 外地 省外 外省市",
)
_EMPLOYER = _words(
    enterprise="企业 公司 企业职工",
    public_institution="机关 事业单位 机关事业单位 机关事业",
    farmer="务农 农民 种地",
    none="没有单位 无单位 无 无业 灵活就业",
)
_PENSION = _words(
    enterprise="企业 企业职工 职工养老保险 企业职工养老保险",
    resident="居民 城乡居民 居民养老保险 城乡居民养老保险 新农保",
    public_institution="机关 事业单位 机关事业单位 机关事业单位养老保险",
    none="无 没有 没有养老保险 未参保",
)
_MARITAL = _words(single="未婚", married="已婚 有配偶", divorced="离婚 离异", widowed="丧偶")
_CHILD_HUKOU = _words(wuhan="武汉 武汉市 本市", elsewhere="外地 外省 湖北其他地方 市外")


def _of_person(who: str, whose: str) -> Iterator[Column]:
    def column(
        name: str,
        holds: Holds,
        headers: str,
        axis: str = "",
        words: Mapping[str, str] | None = None,
        high: int = 0,
    ) -> Column:
        told = tuple(whose + header for header in headers.split() if who == "self" or not header.isascii())
        if who == "self":
            told += (name,)
        return Column(f"{who}.{name}", holds, told, f"{who}.{axis or name}", words or {}, high)

    yield column(
        "born_on",
        Holds.DAY,
        "出生日期 生日 出生年月 出生年月日 birth_date date_of_birth dob birthday",
        "birth",
    )
    yield column("age", Holds.YEARS_SINCE, "年龄 周岁", "birth", high=120)
    yield column("sex", Holds.CHOICE, "性别 gender", words=_SEX)
    yield column(
        "hukou_type",
        Holds.CHOICE,
        "户口性质 户口类型 户籍类型 household_type household_registration_type",
        words=_HUKOU_TYPE,
    )
    yield column(
        "hukou_place", Holds.CHOICE, "户口所在地 户籍地 户籍所在地 place_of_registration", words=_HUKOU_PLACE
    )
    yield column("residence_months", Holds.MONTHS_SINCE, "居住月数 在汉居住月数", "resident_since", high=1440)
    yield column("employer", Holds.CHOICE, "单位性质 工作单位性质", words=_EMPLOYER)
    yield column("retired", Holds.BOOLEAN, "是否退休 已退休 退休")
    yield column("retired_on", Holds.DAY, "退休日期 退休时间")
    yield column("pension", Holds.CHOICE, "养老保险 养老保险类型", words=_PENSION)
    yield column("drawing_pension", Holds.BOOLEAN, "领取养老金 是否领取养老金 正在领养老金")
    yield column("complication_grade", Holds.COUNT, "并发症等级 节育手术并发症等级", high=3)
    yield column("had_equal_reward", Holds.BOOLEAN, "领过同类奖励 已享受同类奖励")


def _of_household() -> Iterator[Column]:
    def column(
        name: str, holds: Holds, headers: str, words: Mapping[str, str] | None = None, high: int = 0
    ) -> Column:
        told = (*headers.split(), name)
        return Column(f"household.{name}", holds, told, f"household.{name}", words or {}, high)

    yield column("marital_status", Holds.CHOICE, "婚姻状况 婚姻", _MARITAL)
    yield column("planning_pregnancy", Holds.BOOLEAN, "计划怀孕 打算怀孕 备孕")
    yield column("pregnant", Holds.BOOLEAN, "已怀孕 怀孕")
    yield column("checkup_used", Holds.BOOLEAN, "做过免费孕前检查 已做孕前检查")
    yield column("children_ever", Holds.COUNT, "生育子女数 曾生育子女数 曾育子女数", high=15)
    yield column("children_living", Holds.COUNT, "现有子女数 健在子女数", high=15)
    yield column("sons", Holds.COUNT, "儿子数 现有儿子数", high=15)
    yield column("daughters", Holds.COUNT, "女儿数 现有女儿数", high=15)
    yield column("only_child_disability_grade", Holds.COUNT, "独生子女残疾等级", high=4)
    yield column("one_child_certificate", Holds.BOOLEAN, "独生子女证 独生子女父母光荣证")
    yield column("youngest_child_born_on", Holds.DAY, "最小子女出生日期 最小孩子出生日期")
    yield column("youngest_child_hukou", Holds.CHOICE, "最小子女户口 最小孩子户口", _CHILD_HUKOU)
    yield column("child_is_chinese", Holds.BOOLEAN, "子女中国国籍 孩子中国国籍")
    yield column("housing_qualified", Holds.BOOLEAN, "符合住房保障条件")
    yield column("birth_rule_violation", Holds.BOOLEAN, "违规生育 违反生育规定")


def _plain(name: str, holds: Holds, headers: str) -> Column:
    return Column(name, holds, tuple(headers.split()), name)


FACT_COLUMNS: tuple[Column, ...] = (
    *_of_person("self", ""),
    *_of_person("spouse", "配偶"),
    *_of_household(),
)
"""The columns that tell facts."""

COLUMNS: tuple[Column, ...] = (
    _plain(
        "phone",
        Holds.PHONE,
        "手机 手机号 手机号码 电话 电话号码 联系电话 移动电话 "
        "mobile mobile_phone mobile_number mobile_no phone_number phone_no telephone telephone_number telephone_no "
        "cell_phone tel tel_no",
    ),
    _plain("name", Holds.NAME, "姓名 名字 full_name"),
    _plain("district", Holds.DISTRICT, "区 区县 所在区 行政区 辖区"),
    _plain("language", Holds.LANGUAGE, "语言 语种 lang"),
    _plain("consent", Holds.CONSENT, "同意 同意接收短信 短信同意 是否同意接收短信"),
    _plain("consent_on", Holds.CONSENT_ON, "同意日期 同意时间 consent_date date_of_consent"),
    *FACT_COLUMNS,
)
"""Every column that a file may have; only the phone must be there."""

MEANING_TWO: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("户口", "户籍", "hukou", "household"), ("户口性质", "户口所在地")),
    **dict.fromkeys(
        ("子女数", "孩子数", "子女", "孩子", "children", "number of children"), ("生育子女数", "现有子女数")
    ),
}
"""Headers that may mean either of two columns: who wrote the file must say which."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What is stored of a fact: one value, or (`of_days`) the first and last day as ordinals of `datetime.date`."""

    name: str
    of_days: bool
    holds: Holds


def _axes() -> tuple[Axis, ...]:
    axes: dict[str, Axis] = {}
    for column in FACT_COLUMNS:
        axes.setdefault(column.axis, Axis(column.axis, column.of_days, column.holds))
    return tuple(axes.values())


AXES: tuple[Axis, ...] = _axes()
"""The axes on which a contact's facts lie."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One stored value: an axis, or for days its `first` or `last` day."""

    axis: Axis
    part: str = ""

    @property
    def name(self) -> str:
        """The name of the table's column."""
        return self.axis.name.replace(".", "_") + ("_" + self.part if self.part else "")


SLOTS: tuple[Slot, ...] = tuple(
    slot
    for axis in AXES
    for slot in ((Slot(axis, "first"), Slot(axis, "last")) if axis.of_days else (Slot(axis),))
)
"""What is stored of a contact's facts."""

IN_ORDER: tuple[tuple[str, str, str], ...] = (
    ("self.birth", "household.youngest_child_born_on", "孩子不会比父母先出生"),
    ("self.birth", "self.retired_on", "退休不会早于出生"),
    ("spouse.birth", "spouse.retired_on", "退休不会早于出生"),
    ("self.birth", "self.resident_since", "居住的时间不会比年龄长"),
    ("spouse.birth", "spouse.resident_since", "居住的时间不会比年龄长"),
)
"""Days of which the first is never after the second, and why."""
