"""Which place names lie in Wuhan, which in the rest of Hubei, and which elsewhere."""

_WUHAN = (
    "武汉市?|汉口|武昌区?|汉阳区?|江岸区?|江汉区?|硚口区?|桥口区|青山区?|洪山区?|东西湖区?|汉南区?|蔡甸区?|江夏区?|黄陂区?|"
    "新洲区?|(?:东湖)?高新区|东湖高新|光谷|东湖新技术|经开区|沌口"
    "|长江新区|东湖风景区|前川|邾城|阳逻|盘龙城|纸坊|武汉本地|本市|本地|本区|汉川门"
)
_HUBEI = (
    "湖北|孝感|黄冈|荆州|荆门|宜昌|襄阳|襄樊|十堰|随州|咸宁|鄂州|黄石|恩施|仙桃|潜江|天门|神农架|麻城|红安|罗田|英山|浠水|"
    "蕲春|武穴|黄梅|团风|大悟|孝昌|云梦|安陆|应城|汉川(?!门)|监利|洪湖|松滋|公安县"
    "|石首|江陵|钟祥|京山|沙洋|当阳|枝江|宜都|秭归|长阳|五峰|兴山|远安|枣阳|宜城|老河口|南漳|谷城|保康|丹江口|郧阳|郧西|竹山|"
    "竹溪|房县|广水|赤壁|嘉鱼|通城|崇阳|通山|大冶|阳新|利川|建始|巴东|宣恩|咸丰|来凤|鹤峰"
)
_ELSEWHERE = (
    "河南|湖南|安徽|江西|四川|重庆|陕西|山西|山东|河北|广东|广西|福建|浙江|江苏|贵州|云南|海南|甘肃|青海|宁夏|新疆|西藏|"
    "内蒙古?|黑龙江|吉林|辽宁|北京|上海|天津|东北|深圳|广州|南京|杭州|成都|长沙"
    "|合肥|郑州|南昌|西安|信阳|南阳|周口|驻马店|商丘|九江|岳阳|常德|安庆|六安|外省|省外|外地|外市|外乡|香港|台湾|澳门|国外"
)

WUHAN, HUBEI, ELSEWHERE = f"(?:{_WUHAN})", f"(?:{_HUBEI})", f"(?:{_ELSEWHERE})"
"""Patterns for names of places, as parts of larger patterns."""

ANYWHERE = f"(?:{_WUHAN}|{_HUBEI}|{_ELSEWHERE})"
"""A pattern for any of these names."""

PLACE = f"(?:(?P<wuhan>{_WUHAN})|(?P<hubei>{_HUBEI})|(?P<elsewhere>{_ELSEWHERE}))"
"""A pattern whose filled group is also the value of `hukou_place`."""

PLACE_AT_END = f"(?:(?P<wuhan2>{_WUHAN})|(?P<hubei2>{_HUBEI})|(?P<elsewhere2>{_ELSEWHERE}))"
"""The same with other names of groups, for patterns that may hold a place twice."""

PLACE_AT_THIRD = f"(?:(?P<wuhan3>{_WUHAN})|(?P<hubei3>{_HUBEI})|(?P<elsewhere3>{_ELSEWHERE}))"
"""The same for a third place."""
