"""Common misspellings, pinyin, Wuhan speech and words from overseas put into the standard words that patterns look for."""

import re


def _table(lines: str) -> dict[str, str]:
    """Reads `meant: wrong wrong; meant: wrong` into wrong -> meant."""
    entries = (entry.split(":") for entry in lines.replace("\n", ";").split(";") if entry.strip())
    return {wrong: meant.strip() for meant, wrongs in entries for wrong in wrongs.split()}


# Slips of the finger and of voice input (right), and the word meant. Only forms that mean nothing else are listed.
_SLIPS = _table("""
户口: 护口 沪口 户扣 互口 户ロ 户囗 户叩; 户籍: 户藉 护籍 户级; 一个: 壹个; 两个: 贰个 俩个; 农村: 农存 农忖 浓村 农衬 弄村
农村户: 龙村户; 城镇: 城填 成镇 城真 城振
独生子女: 独身子女 独生子吕 独生仔女 独生孑女 毒生子女 独声子女 独子女 读生子女 独升子女 独生子妇
光荣证: 光荣正 光容证 光荣政 光融证; 独生证: 独生正; 退休: 退修 腿休 退体 退秀 推休; 已婚: 以婚 巳婚
丧偶: 丧藕 丧隅 桑偶; 离婚: 离昏 离混; 备孕: 备运 被孕 备云 倍孕 贝孕
怀孕: 怀运 槐孕 怀韵 淮孕 坏孕 怀云; 孕前检: 运前检 孕钱检; 并发症: 并发正 并发证 病发症 并法症
残疾: 残急 残废 残籍 惨疾; 姑娘: 姑凉 菇凉 孤娘 姑良; 女儿: 女鹅; 儿子: 儿孑 儿籽
老伴: 老半 老拌 老办儿 老伴儿; 老婆: 老坡 老波; 老公: 脑公 老功
奖扶: 奖服 奖符 奖付 奖负 将扶 讲扶 奖抚 奖夫; 特扶: 特服 特符 特付 特抚 特夫 特辅
保健费: 保建费 保键费 保剑费; 育儿补贴: 育儿补帖 育儿不贴 欲儿补贴 玉儿补贴 预儿补贴 育婴补贴 育而补贴
补贴: 补帖; 抚慰金: 扶慰金 抚尉金; 护理假: 护里假 户理假 护理价 护理甲; 中考: 中靠; 加分: 加芬
优生: 优升 忧生; 检查: 检察 捡查 减查; 养老: 羊老 养劳; 公租房: 工租房 公组房
""")

# The way people in and around Wuhan say it.
_DIALECT = _table("""
没有: 冇得 冒得 莫得 冇有; 没: 冇; 怎么样: 么样; 什么: 么事 么子 么斯 啥子; 什么时候: 么时候
多少: 几多; 多大: 几大; 知不知道: 晓不晓得; 知道: 晓得; 行不行: 得不得行; 行: 得行; 姑娘: 姑娘伢
女孩: 女伢; 儿子: 儿子伢; 男孩: 男伢; 小孩: 小伢 细伢; 宝宝: 毛毛; 我家: 咱家
我们: 咱们 咱 俺们 额们; 我: 俺 吾; 老头子: 老倌子 老倌; 我老公: 我男将; 了: 叻; 别人: 别个; 老头: 老头儿; 老太婆: 老太婆子
老公: 屋里男将 屋里的男将 家里男将; 老婆: 婆娘 堂客 屋里头的 屋里女将 屋里的女将 家里女将 我女将
妈妈: 姆妈 老娘 娘老子; 爸爸: 老汉儿; 爸妈: 爸妈俩; 家里: 屋里 屋头
今年: 今年子; 去年: 去年子 旧年; 男的: 男将; 女的: 女将; 怀了: 怀起; 活着的: 活倒的; 跟着: 跟倒; 别的: 别么
独生女: 独姑娘 独姑娘伢 独养女 独养女儿 独闺女 独丫头 独生姑娘 独生闺女 独生丫头; 独生孩子: 独伢 独生伢 独娃
独生子: 独儿子 独儿子伢 独养子 独养儿子 独种儿子 独苗儿子 独崽; 独生的女儿: 独生的姑娘 独生的闺女
去世了: 过了身 过身了 过身; 城镇户口的: 吃商品粮的; 离婚了: 扯了离婚证 领了离婚证 办了离婚 打了离婚 打了脱离
三级: 叁级; 二级: 贰级; 一级: 壹级; 60刚满: 花甲刚满; 刚满60: 刚满花甲
城镇户口: 街上户口 街上的户口 城里街上户口; 都是城镇户口: 都是街上的
什么: 么东西 么子东西; 女孩: 女伢伢 囡囡 囡; 公公婆婆: 公婆俩; 我家属: 俺家属
""")

# As it is written in Hong Kong and Taiwan, once the characters are simplified.
_OVERSEAS = _table(
    "什么: 甚么; 复印件: 影印件; 户口本: 户口簿 户籍簿; 身份证: 身分证; 短信: 简讯; 小时: 钟头; 老人: 长者"
)

_PINYIN = _table("""
农村户口: nongcunhukou; 城镇户口: chengzhenhukou; 户口: hukou; 农村: nongcun; 城镇: chengzhen; 武汉: wuhan
独生子女: dushengzinv dushengzinü dushengzinu; 独生: dusheng; 姑娘: guniang; 女儿: nver nüer nuer; 儿子: erzi
孩子: haizi; 小孩: xiaohai; 老公: laogong; 老婆: laopo; 老伴: laoban; 爱人: airen; 退休: tuixiu; 怀孕: huaiyun
备孕: beiyun; 孕前: yunqian; 检查: jiancha; 免费: mianfei; 奖扶: jiangfu; 特扶: tefu; 补贴: butie; 育儿: yuer
保健费: baojianfei; 奖励: jiangli; 离婚: lihun; 已婚: yihun; 结婚: jiehun; 丧偶: sangou; 怎么: zenme; 多少: duoshao
钱: qian; 哪里: nali; 材料: cailiao; 什么: shenme; 申请: shenqing; 领取: lingqu; 能: neng; 领: ling; 吗: ma; 我: wo
我们: women; 今年: jinnian; 岁: sui; 年: nian; 的: de; 是: shi; 有: you; 没有: meiyou; 一个: yige; 两个: liangge
就: jiu; 中考: zhongkao; 加分: jiafen; 退订: tuiding; 人工: rengong; 菜单: caidan; 你好: nihao; 谢谢: xiexie
为什么: weishenme; 多大岁数: duodashuishu; 护理: huli; 假: jia; 独生证: dushengzheng; 光荣证: guangrongzheng
失独: shiduo shidu; 残疾: canji; 并发症: bingfazheng; 未婚: weihun; 妈妈: mama; 爸爸: baba; 可以: keyi; 不: bu; 么: me
了: le; 在: zai; 哪: na; 办: ban; 女: nv; 男: nan; 婚前: hunqian
""")

_WORDS = _SLIPS | _DIALECT | _OVERSEAS
_WRONG = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
# 冒 for 没, but not in 感冒, 冒充, 冒领.
_MAO = re.compile(
    r"(?<![感假出仿])冒(?=办|退|超|生|加|交|买|怀|结|查|做|拿|用|见|提|参|嫁|离|再|收|享|罚|去|到|$|[?,。])|(?<=[还我她他来])冒(?=领)"
)
# Voice input hears 吗 for 妈: 我吗62, 我吗是农村户口.
_MY_MOTHER = re.compile(r"(?:(?<=[,。;!?\s])|^)我吗(?=今年|\d|[五六七八]十|是|农村|城镇)")
# 农村滴 for 农村的, but not 一滴, 点滴.
_DI = re.compile(r"(?<=[村镇口来是乡人休下女男好对])滴(?=$|[,。;!?\s])")
# 一世 for 一辈子, but not in 一世界.
_LIFE = re.compile(r"(?<!第)(?<!二十)一世(?![界纪祖])")
# 没得 is the Wuhan 没有, but not in 没得到, 没得过, 没得病.
_MEIDE = re.compile(r"没得(?!到|过|病|罪|空|奖|知|及|说|谈)")
_DIGIT_GAP = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)")
_LATIN = re.compile(r"[a-zü]+(?:[ '][a-zü]+)*")
_SYLLABLES = re.compile("|".join(sorted(_PINYIN, key=len, reverse=True)))
# Standard words that hold a listed slip by chance, and must stay as they are.
_KEEP = re.compile("可以婚|老半天|检察院|检察机关|过身份")


def respell(text: str) -> str:
    """The cleaned text with listed misspellings, dialect words and whole phrases of pinyin replaced; other text is kept."""
    if _WRONG.search(text):
        kept = [found.span() for found in _KEEP.finditer(text)]
        text = _WRONG.sub(
            lambda found: (
                found.group()
                if any(start < found.end() and found.start() < end for start, end in kept)
                else _WORDS[found.group()]
            ),
            text,
        )
    if "我吗" in text:
        text = _MY_MOTHER.sub("我妈", text)
    if "冒" in text:
        text = _MAO.sub("没", text)
    if "滴" in text:
        text = _DI.sub("的", text)
    if "一世" in text:
        text = _LIFE.sub("一辈子", text)
    if "没得" in text:
        text = _MEIDE.sub("没有", text)
    chunks = _LATIN.findall(text)
    if sum(len(chunk) for chunk in chunks if _from_pinyin(chunk) is not None) >= 3:
        text = _LATIN.sub(lambda found: _from_pinyin(found.group()) or found.group(), text)
        text = _DIGIT_GAP.sub("", text)
    return text


def _from_pinyin(chunk: str) -> str | None:
    letters = chunk.replace(" ", "").replace("'", "")
    spelt: list[str] = []
    place = 0
    while place < len(letters):
        syllable = _SYLLABLES.match(letters, place)
        if syllable is None:
            return None
        spelt.append(_PINYIN[syllable.group()])
        place = syllable.end()
    return "".join(spelt)
