"""The sex of somebody who says by the way what they are: 失独父亲, 未婚妈妈, 我是独生女, 当妈的, 我一个女人家, 68岁老太太."""

import re
from collections.abc import Iterator

from nlu.reading import inline
from nlu.reading.finding import Finding
from nlu.reading.line import Line
from nlu.reading.numerals import NUMBER, read_number
from nlu.reading.people import CHILDREN, Kin
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_ENDS = r"(?=$|[,。;!?]|一[个枚名位]|今年|\d|带|,我|我)"
_LOT = r"(?:失独|单亲|未婚|二胎|三胎|四胎|二孩|三孩|双胞胎|多孩|离异|丧偶|孤寡|独居|残疾|全职|新手|高龄|宝)"
_PARENT = rf"(?:{_LOT}的?(?:(?P<mother>妈妈?|母亲|宝妈|老妈妈?)|(?:爸爸?|父亲|宝爸|奶爸|老父亲)){_ENDS})"
_BEING = r"(?:(?:当|做|为人)(?:人家)?(?P<mother2>妈妈?|娘|母亲)的|(?:当|做)(?:人家)?(?:爸爸?|爹|父亲|老子)的)(?!家)"
_ONLY = (
    r"(?:(?<!告诉)我(?:是|就是|作为|也是)(?:家里|家|我?爸妈|父母|一个|的|唯一|这个)*"
    r"(?:(?P<daughter>独生女|独女|独生女儿)|独生子|独子|独生儿子)(?!儿?[女户童的]|家庭|父|证))"
)
_ONE = r"(?:我(?:是|一|这|也是|就是)?个?(?:(?P<woman>(?<=个)女人家?|女流之辈|妇道人家|妇人家?)|(?:大男人|大老爷们|男子汉|(?<=个)男人家?)))"
_WORKER = (
    r"(?:(?<![\u4e00-\u9fff])(?:我是)?(?:退休|下岗|离异|丧偶|独居|失独|单身|内退|待业|离休)+"
    r"(?:(?P<she>女)|男)(?:职工|工人|工|教师|老师|干部|同志|性|士|的)(?=$|[,。;!?]))"
)
_DESCRIBED = sought(quick("|".join((_PARENT, _BEING, _ONLY, _ONE, _WORKER))))
_WOMAN = ("mother", "mother2", "daughter", "woman", "she")
_WITH_CHILD = quick(r"(?<![^,。;!?\s])(?:现在|又|我)?(?:肚子|肚里)(?:里|头)?(?:正)?(?:怀着|怀了|怀上|有了)")
_OLD = quick(
    rf"(?<![^,。;!?\s])(?:我|本人)?(?:是|这个|一个|个)*(?P<n>{NUMBER})(?:周?岁)?的?(?:孤|独居|失独|农村|城镇|武汉|退休)*(?:(?P<woman>老太太?|老婆婆|老婆子|老奶奶|老妈妈|女生|女士|妇女)|老头子?|老汉|男士|小伙子?)"
    r"(?=$|[,。;!?]|一[个枚])"
)
_COUNTRY_WOMAN = sought(
    quick(
        r"(?<![^,。;!?\s])(?:我|本人)?(?:是)?(?:一个|个)?(?:农村|城镇|乡下|城里|孤|独居)+的?(?:孤)?(?:(?P<woman>老太太?|老太婆|老婆婆|老婆子)|老头子?|老汉)(?=$|[,。;!?]|一个|今年|\d\d(?!\d)|[五六七八九]十)"
    )
)
_ALL_ALONE = quick(
    r"(?<![^,。;!?\s])(?:我|本人)?(?:就|是)?(?:孤)?(?:(?P<woman>老太婆|老婆婆|老婆子|老太太|寡妇)|老头子?|老汉|光棍)一个(?=$|[,。;!?])"
)
"""老太婆一个,今年78了."""
_LEAST, _MOST = 18, 110
_NOT_ONE_SELF = re.compile(r"[他她]|老公|老婆|同事|邻居|有[个位]|某|那个|像")


def self_described(line: Line) -> Iterator[Finding]:
    """Findings on the claimant's own sex, weaker than what is said outright, where they speak of themselves."""
    if line.about is not Kin.ME or not inline.search("[女男妈爸父母爹娘妇老子肚棍]|小伙", line.text):
        return
    for match in _DESCRIBED.finditer(line.text):
        clause = line.clause_at(match.start())
        named = line.named_subject(match.start())
        others = named is not None and named.kin is not Kin.ME
        if others or clause.supposed or _NOT_ONE_SELF.search(line.before(match.start())):
            continue
        general = clause.asks and bool(line.after(match.end()))  # 单亲妈妈带娃有哪些补贴
        if line.told(*match.span()) and not general:
            groups = match.groupdict()
            woman = any(groups[name] for name in _WOMAN)
            yield Finding("self.sex", "female" if woman else "male", *match.span(), weak=True)
    for match in _COUNTRY_WOMAN.finditer(line.text) if "老" in line.text else ():
        if line.told(*match.span()) and not (line.clause_at(match.start()).asks and line.after(match.end())):
            yield Finding("self.sex", "female" if match["woman"] else "male", *match.span(), weak=True)
    for match in _ALL_ALONE.finditer(line.text) if "一个" in line.text else ():
        if line.told(*match.span()) and not line.clause_at(match.start()).asks:
            yield Finding("self.sex", "female" if match["woman"] else "male", *match.span(), weak=True)
    for match in _WITH_CHILD.finditer(line.text) if "怀" in line.text else ():
        spoken_of = [m for m in line.mentions if m.kin not in CHILDREN | {Kin.ME}]
        speaks = any(m.kin is Kin.ME and m.end <= match.end() for m in line.mentions)
        if speaks and not spoken_of and line.told(*match.span()):
            yield Finding("self.sex", "female", *match.span(), weak=True)
    for match in (
        _OLD.finditer(line.text)
        if inline.search("老[太婆奶妈头汉]|[女男][生士]|妇女|小伙", line.text)
        else ()
    ):
        age = read_number(match["n"])
        if age is None or not _LEAST <= age <= _MOST or not line.told(*match.span()):
            continue
        yield Finding("self.sex", "female" if match["woman"] else "male", *match.span(), weak=True)
        yield Finding("self.age", age, match.start("n"), match.end("n"), weak=True)
