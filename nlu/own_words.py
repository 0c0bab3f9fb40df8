"""Words that belong to one benefit's business, and to nobody else's while the talk is of it: 空腹 of the checkup, 老板 of the leave."""

import re

_OWN: dict[str, str] = {
    "prepregnancy-checkup": (
        "抽血|空腹|早饭|早餐|早上(?:能|可以|要)|吃(?:东西|饭|早)|喝水|不吃不喝|月经|例假|经期|大姨妈|检查|体检|婚检(?:单|"
        "报告|结果)|报告|查|医院|化验|尿|b超|男方|女方|怀|备孕|叶酸|停药|戒烟|戒酒|憋尿|同房|精子|精液"
    ),
    "special-family-housing": "房|租金|排队|加分|几分|多少分|好多分|轮候|物业|搬|申请|收材料|摇号|面积|电梯|楼层|排前面|排多久|住进",
    "special-family-allowance": "伤残|残疾|死亡|抱养|领养|再婚|改嫁|对方|各领|一辈子|失独|再生|过继|几级|评级",
    "bereavement-lump-sum": "怎么分|一万|一次性|两口子|离了|各一半|死亡|继承|前妻|前夫|哪个领|谁拿",
    "special-family-care-hours": (
        "做饭|烧饭|洗衣|洗澡|打扫|擦|陪|上门|看病|买菜|拿药|理发|护理员|"
        "护工|小时|钟头|白天|夜里|晚上|服务|谁来|家务|保姆|换人|用不完|攒"
    ),
    "rural-family-reward": "农村|种田|停发|补发|种地|村里|队里|镇上|双女|搬|迁|通融|差[一二三几半]|抱养|超生",
    "pension-supplement": "农保|居保|养老金|养老钱|加发|增发|多发|加钱|基础|社保|交够|15年",
    "enterprise-retiree-bonus": "厂|单位|企业|退休|倒闭|破产|垮|改制|内退|病退|提前退|下岗|买断|人事|国企|私企|事业编",
    "urban-elder-bonus": "城镇|社区|居委|单位|退休|没工作|无业|打零工|农转非",
    "exam-bonus-points": "中考|加分|几分|多少分|录取|学校|高中|初三|考生|班主任|志愿|双女",
    "one-child-allowance": "十块|10块|单位|老板|14|十四|光荣证|独生证|夫妻|各一半|没单位|上初中",
    "parental-care-leave": (
        "老板|单位|公司|请假|批|住院|出院|护理|陪护|工资|奖金|全勤|扣钱|假|不认|人事|hr|陪床|"
        "调休|年休|领导|照顾老人|公婆|岳父|岳母|丈人|公公|婆婆|不是独生|双休|周末算|工作日|自然日|私企|试用期|劳务|私人老板"
    ),
    "procedure-complication-allowance": "鉴定|结扎|上环|取环|手术|病根|后遗|并发症|治好|治病|几级|病历|医药费|看病|复查",
    "childcare-subsidy": "国籍|二胎|二孩|老大|老二|双胞胎|爸爸|妈妈|爷爷|奶奶|满月|周岁|三岁|没结婚|非婚",
    "donghu-third-child-subsidy": "三胎|三孩|老三|东湖|高新|光谷|落户|前一段|搬走|转走",
    "freshman-welcome": "卡|新生|大专|专科|本科|研究生|博士|外省|录取|学校|学院|书|最武汉|公交|充钱|学生证",
    "left-behind-care": "留守|书包|慰问|打工|爹妈|爷爷|奶奶",
}
_SHARED = (
    "停发|补发|能补|补不补|发不发|给不给|领不领|还发|还给|还领|怎么分|怎么算|怎么领|咋领|谁领|双倍|双份|各一半|通融|同时|冲突|重复|超龄|"
    "不够年龄|审核|公示|(?:光荣证|独生子?女?证)[^,。;!?]{0,5}(?:丢|错|没了|找不|掉|坏|破|换|不见)|名额|代领|代办|委托|签字|打款|打到|打在|存折|银行卡|哪张卡|到账|拿得到|领得到|领不到|作数|通知"
)
_PATTERNS = {benefit: re.compile(f"{words}|{_SHARED}") for benefit, words in _OWN.items()}
_ONLY = {benefit: re.compile(words) for benefit, words in _OWN.items()}


def speaks_its_words(text: str, benefit: str | None) -> bool:
    """Say whether a normalised text has words of the benefit's own business, or of any benefit's."""
    return benefit in _PATTERNS and _PATTERNS[benefit].search(text) is not None


_PAPERS = re.compile(
    r"独生子女证|光荣证|独生证|父母光荣证|残疾证|出生证|死亡证|户口[本簿]|身份证|结婚证|鉴定书"
)


def names_a_paper(text: str) -> bool:
    """Say whether a normalised text names a paper: 独生子女证丢了 is no question on any benefit by its name."""
    return _PAPERS.search(text) is not None


def own_words_in(text: str, benefit: str) -> bool:
    """Say whether a normalised text has words of this benefit's own business."""
    return benefit in _ONLY and _ONLY[benefit].search(text) is not None
