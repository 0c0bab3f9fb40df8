"""Invents residents: `python -m samples.residents > samples/residents.csv` writes the shipped sample again.

Nobody of them exists. Their phones are +86 100 0000 xxxx: numbers that begin with 100 cannot be allocated on the
mainland (mobiles begin with 13 to 19), and are taken only while `contacts.accept_fictional` is on.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

SEED = 20261125
COUNT = 1_000
TODAY = date(2026, 11, 25)

HEADER = (
    *(
        "手机号",
        "姓名",
        "出生日期",
        "性别",
        "户口性质",
        "户口所在地",
        "居住月数",
        "区",
        "语言",
        "同意",
        "同意日期",
    ),
    *("婚姻状况", "单位性质", "退休", "退休日期", "养老保险", "领取养老金", "领过同类奖励", "并发症等级"),
    *("配偶出生日期", "配偶性别", "配偶户口性质", "配偶户口所在地", "配偶居住月数"),
    *("计划怀孕", "已怀孕", "做过免费孕前检查", "生育子女数", "现有子女数", "儿子数", "女儿数"),
    *("独生子女残疾等级", "独生子女证", "最小子女出生日期", "最小子女户口", "子女中国国籍", "违规生育"),
)

_FAMILY_NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN_NAMES = "安平康宁和顺福田春秋晴雨川松柏桃梅兰竹云"
_DISTRICTS = (
    "江岸区",
    "江汉区",
    "硚口区",
    "汉阳区",
    "武昌区",
    "青山区",
    "洪山区",
    "蔡甸区",
    "江夏区",
    "黄陂区",
    "新洲区",
)

Person = dict[str, str]


def residents(count: int, seed: int = SEED) -> Iterator[Person]:
    """Give invented residents, always the same for a seed; about one in five cells is left empty, as in life."""
    random = Random(seed)
    number = 0
    while number < count:
        household = _household(random)
        phone = number
        for person in household[: count - number]:
            # In every fifth household two residents share one phone.
            if person is household[0] or random.random() > 0.2:
                phone = number
            person["手机号"] = f"100{phone:08d}"
            yield _with_gaps(random, person)
            number += 1


def _household(random: Random) -> list[Person]:
    age = min(90, max(20, int(random.gauss(52, 16))))
    woman = _born(random, age)
    man = _born(random, max(20, age + random.randint(-2, 5)))
    marital = random.choices(("已婚", "离婚", "丧偶", "未婚"), (78, 8, 9, 5) if age > 35 else (55, 4, 1, 40))[
        0
    ]
    children = _children(random, woman, marital)
    home = {
        "区": random.choice(_DISTRICTS),
        "语言": random.choices(("zh", "en"), (97, 3))[0],
        "户口性质": random.choice(("农村", "城镇", "城镇")),
        "户口所在地": random.choices(("武汉", "湖北", "外省"), (80, 12, 8))[0],
        "居住月数": str(random.choice((3, 8, 24, 120, 200))),
        "婚姻状况": marital,
    }
    her = {**home, **children, **_work(random, woman, 55), "出生日期": woman.isoformat(), "性别": "女"}
    him = {**home, **children, **_work(random, man, 60), "出生日期": man.isoformat(), "性别": "男"}
    if marital != "已婚":
        return [her if random.random() < 0.55 else him]
    for one, other in ((her, him), (him, her)):
        one |= {
            "配偶" + key: other[key] for key in ("出生日期", "性别", "户口性质", "户口所在地", "居住月数")
        }
    return [her, him] if random.random() < 0.5 else [her]


def _born(random: Random, age: int) -> date:
    return TODAY - timedelta(days=int(age * 365.25) + random.randrange(365))


def _children(random: Random, mother: date, marital: str) -> Person:
    ever = 0 if marital == "未婚" else random.choices((0, 1, 2, 3), (12, 58, 26, 4))[0]
    told = {"生育子女数": str(ever), "违规生育": "否", "独生子女证": "否"}
    young = (TODAY - mother).days < 45 * 365
    if marital == "已婚" and young:
        pregnant = random.random() < 0.06
        told |= {"计划怀孕": "是" if pregnant or random.random() < 0.3 else "否"}
        told |= {"已怀孕": "是" if pregnant else "否", "做过免费孕前检查": random.choice("是否")}
    if not ever:
        return told | {"现有子女数": "0", "儿子数": "0", "女儿数": "0"}
    living = ever - (random.random() < 0.02)
    sons = random.randint(0, living)
    told |= {"现有子女数": str(living), "儿子数": str(sons), "女儿数": str(living - sons)}
    if ever == 1:
        told["独生子女证"] = "是" if random.random() < 0.7 else "否"
        told["独生子女残疾等级"] = str(random.choices((0, 2, 3), (97, 1, 2))[0]) if living else "0"
    earliest = max(mother + timedelta(days=20 * 365), date(1950, 1, 1))
    latest = min(mother + timedelta(days=43 * 365), TODAY - timedelta(days=10))
    born = earliest + timedelta(days=random.randrange(max(1, (latest - earliest).days)))
    told["最小子女出生日期"] = min(born, latest).isoformat()
    if living:
        told |= {"最小子女户口": random.choices(("武汉", "外地"), (85, 15))[0], "子女中国国籍": "是"}
    return told


def _work(random: Random, born: date, leaving: int) -> Person:
    pension = random.choices(("企业职工", "城乡居民", "机关事业单位", "没有"), (52, 32, 10, 6))[0]
    employer = {"企业职工": "企业", "机关事业单位": "事业单位"}.get(
        pension, random.choice(("务农", "没有单位"))
    )
    told = {"养老保险": pension, "单位性质": employer, "领过同类奖励": random.choices("是否", (1, 9))[0]}
    told["并发症等级"] = random.choices(("0", "1", "2", "3"), (985, 2, 5, 8))[0]
    left = born + timedelta(days=leaving * 365 + leaving // 4)
    retired = left < TODAY and employer in ("企业", "事业单位")
    told |= {"退休": "是" if retired else "否"}
    if retired:
        told["退休日期"] = left.isoformat()
    drawing = left < TODAY and pension != "没有"
    return told | {"领取养老金": "是" if drawing else "否"}


def _with_gaps(random: Random, person: Person) -> Person:
    kept = {key: cell for key, cell in person.items() if key in _NEVER_EMPTY or random.random() > 0.2}
    kept["姓名"] = random.choice(_FAMILY_NAMES) + "".join(random.choices(_GIVEN_NAMES, k=2))
    consent = random.choices(("是", "否", ""), (82, 6, 12))[0]
    kept["同意"] = consent
    if consent:
        kept["同意日期"] = (date(2025, 1, 1) + timedelta(days=random.randrange(600))).isoformat()
    return kept


_NEVER_EMPTY = frozenset({"手机号", "出生日期", "性别", "区", "语言"})


def write(count: int, seed: int = SEED) -> None:
    """Write residents as CSV to standard output."""
    writer = csv.DictWriter(sys.stdout, HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(residents(count, seed))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    write(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
