"""Takes numbers and names that identify somebody out of a text, before it is stored or logged."""

import re
import unicodedata

_GAP = r"[ \t\u3000\u00a0\u200b-\u200f\u2060\ufeff\-\u2010-\u2015_.·()]{0,3}"
_RUN = re.compile(rf"(?<!\d)\+?\d(?:{_GAP}\d)*(?:{_GAP}[XxＸｘ](?![A-Za-z]))?")
_HAN_RUN = re.compile(r"[零〇○Ｏ一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,}")
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63})+")

_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[-/.~]?){2}")
_DAY = r"(?:19|20)\d\d[-/. ](?:0?[1-9]|1[0-2])(?:[-/. ](?:0?[1-9]|[12]\d|3[01]))?"
_DATES = re.compile(rf"(?:{_DAY}|{_DATE.pattern})(?:[ \-]{{1,3}}(?:{_DAY}|{_DATE.pattern}))?")
_CALLED = re.compile(
    r"电话|手机|座机|号码|微信|联系|打给|拨|qq|QQ|tel|Tel|TEL|账号|帐号|卡号|卡尾|证号|身份证"
)

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫经房"
    "丁邓龚程嵇邢裴陆翁荀惠曲封储靳段焦谷侯全班仰秋仲宫宁仇栾刘景詹束龙叶司韶黎薄白蒲鄂索咸籍赖卓蔺屠池乔闻党翟谭贡申冉雍桑桂牛尚温庄晏柴瞿阎连习容向古易廖耿匡文寇广东欧"
    "沃利蔚越师巩聂敖冷辛阚那简饶曾关肖涂兰游付闫代车覃佘詹邝"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|司徒|长孙|慕容|端木|夏侯"
_GIVEN = r"(?![今年岁月日的是在有了住来去和跟与同也都就要想问办领退户农没男女现老])[\u4e00-\u9fff]"
_NAME = rf"(?:(?:{_DOUBLE}){_GIVEN}(?:{_GIVEN})?|[{_SURNAMES}]{_GIVEN}(?:{_GIVEN})?)"
_STATED = re.compile(
    rf"(?P<cue>(?:姓名|名字|真名|全名|大名|本名)(?:[叫是为]|[:：])?(?:[:：])?\s*|(?:[我他她]|老公|老婆|老伴|爱人|丈夫|妻子|"
    rf"妈妈?|爸爸?|儿子|女儿|姑娘|孩子|娃|名字|户主|本人|人|家属|宝宝)(?:名字)?(?:就|也|名)?叫(?:做|作)?(?!什么|啥|么|谁|我|"
    rf"你|他|她|人|车|不|得|过|了)\s*)"
    rf"(?P<name>{_NAME}|小[\u4e00-\u9fff]{{1,2}}(?=[,，。;；!！?？\s]|$)|[A-Z][a-z]+(?:[ ·][A-Z][a-z]+)*|"
    rf"[\u4e00-\u9fff]{{1,4}}·[\u4e00-\u9fff]{{1,6}})"
    rf"|(?P<cue2>(?:我|本人)(?:是|,|，|:|：)?\s*)(?P<name2>(?:{_DOUBLE}|[{_SURNAMES}]){_GIVEN}{_GIVEN}(?=[,，。;；!！\s]|$))"
    rf"|(?P<cue3>(?:我|本人|他|她|老公|老婆|老伴)?(?:免贵)?姓)(?P<name3>(?:{_DOUBLE}|[{_SURNAMES}]))(?=[,，。;；!！?？\s]|$)"
)
_NOT_NAMES = re.compile(
    r"什么|名字|农村|城镇|独生|武汉|江夏|江汉|江岸|黄陂|洪山|汉阳|社区|街道|公务|单身|丧偶|离异|已婚|未婚|孕妇|退休|居民|"
    r"户口|老人|申请|安全|明白|高兴|时候|和平|任何|常常|全部|连续|文件|广东|金额|利息|计生|计划|方便|管理|成年|平时|经常|"
    r"高龄|温馨|关心|关于|东湖|东西|古稀|万一|章程|路过|班上|谢谢|连同|代办|习惯|那个|车间"
)


def mask(text: str) -> str:
    """The text with ID, telephone and card numbers, mail addresses and stated names replaced by what they were.

    Ages, amounts, years and dates are kept. Masking a masked text changes nothing.
    """
    text = _MAIL.sub("[邮箱]", text)
    text = _RUN.sub(_number, text)
    text = _HAN_RUN.sub(lambda found: "[电话]" if len(found.group()) in {7, 8, 11, 12} else "[号码]", text)
    return _STATED.sub(_name, text)


def _number(found: re.Match[str]) -> str:
    shown = found.group()
    digits = "".join(str(unicodedata.decimal(c)) for c in shown if c.isdecimal())
    checked = shown[-1] in "XxＸｘ"
    if len(digits) < 7 or (not checked and _harmless(shown, digits)):
        return shown
    if len(digits) in {15, 18} or (len(digits) == 17 and checked):
        return "[身份证号]"
    if 12 < len(digits) <= 19 and digits[0] != "0" and not shown.startswith("+"):
        return "[银行卡号]" if len(digits) >= 15 else "[电话]"
    telephone = len(digits) in range(10, 15) or (digits[0] == "0" and len(digits) >= 10)
    if telephone:
        return "[电话]"
    if len(digits) > 9:
        return "[号码]"
    before = found.string[max(0, found.start() - 8) : found.start()]
    called = _CALLED.search(before) is not None or digits[0] == "0"
    return "[电话]" if called or (len(digits) in {7, 8} and not _amount(found)) else shown


def _amount(found: re.Match[str]) -> bool:
    after = found.string[found.end() : found.end() + 1]
    return after in {"元", "块", "万", "人", "户"} or "." in found.group() or "," in found.group()


def _harmless(shown: str, digits: str) -> bool:
    """Dates, spans of years, and several short numbers side by side (62 63, 2019,2021) are no identifiers."""
    plain = unicodedata.normalize("NFKC", shown)
    if _DATE.fullmatch(plain) or _YEARS.fullmatch(plain) or _DATES.fullmatch(plain):
        return True
    groups = [part for part in re.split(r"\D+", plain) if part]
    return len(groups) > 1 and all(_is_small(part) for part in groups) and len(digits) < 11


def _is_small(part: str) -> bool:
    return len(part) <= 2 or (len(part) == 4 and part[:2] in {"19", "20"})


def _name(found: re.Match[str]) -> str:
    cue = found["cue"] or found["cue2"] or found["cue3"] or ""
    name = found["name"] or found["name2"] or found["name3"]
    if _NOT_NAMES.search(name):
        return found.group()
    return f"{cue}[姓名]"
