"""Streets, townships and villages, read as the district they lie in: 黄陂蔡家榨的农村户口, 户口在百步亭社区."""

from nlu.reading import inline
from nlu.reading.places import ANYWHERE
from nlu.reading.quick import quick
from nlu.reading.sought import sought

_TOWNS = {
    "黄陂": "祁家湾|罗汉寺|滠口|王家河|长轩岭|李家集|姚家集|姚集|蔡家榨|武湖|木兰乡|木兰湖|蔡店|双凤亭|六指街|六指店|前川|盘龙城",
    "新洲": "邾城|阳逻|仓埠|汪集|潘塘|双柳|涨渡湖|辛冲|徐古|道观河|龙王咀|旧街街|三店街|李集街|凤凰镇",
    "江夏": "纸坊|乌龙泉|郑店|五里界|法泗|湖泗|山坡乡|山坡街|舒安|藏龙岛|庙山|金口街",
    "蔡甸": "奓山|军山|侏儒山?|永安街|大集街|张湾街|索河|玉贤|消泗|桐湖农场|洪北农场",
    "汉南": "纱帽|邓南|东荆|湘口",
    "东西湖": "吴家山|柏泉|将军路|慈惠|走马岭|径河|辛安渡|金银湖|金银潭|常青花园",
    "江岸": "丹水池|谌家矶|塔子湖|百步亭|堤角|岱家山|四唯|永清街|花桥街|后湖",
    "江汉": "花楼水塔|花楼街|满春|唐家墩|杨汊湖|六渡桥|万松街|汉兴街|北湖街",
    "硚口": "易家墩|韩家墩|宗关|汉水桥|宝丰街|荣华街|崇仁街|汉正街|六角亭|长丰街|古田[一二三四]路|古田街",
    "汉阳": "翠微街|月湖街|鹦鹉洲|洲头街|五里墩|琴断口|江汉二桥|钟家村|王家湾|七里庙|四新",
    "武昌": "积玉桥|徐家棚|粮道街|中华路街|黄鹤楼街|紫阳街|白沙洲|首义路|中南路|水果湖|珞珈山|余家头|杨园",
    "青山": "红卫路|冶金街|新沟桥|红钢城|厂前街|白玉山|钢花村|钢都",
    "光谷": "左岭|豹澥|佛祖岭|流芳|九峰街|龙泉街",
    "洪山": "狮子山街|卓刀泉|青菱|天兴洲|街道口|鲁巷|关山街|梨园街|张家湾街|和平街",
}
_PLACES = "黄陂区?|新洲区?|江夏区?|蔡甸区?|汉南区?|东西湖区?|江岸区?|江汉区?|硚口区?|汉阳区?|武昌区?|青山区?|洪山区?"
_OTHERS = (
    "六指|三里桥?|横店|天河|木兰|旧街|三店|"
    "李集|刘集|凤凰|金口|山坡|安山|滨湖|永安|大集|张湾|长青|东山|新沟|古田|关山|花山|花桥|梨园|和平|厂前|武东|南湖|永丰|江堤|建桥|晴川|月湖|翠微"
)
"""Names that other places bear too: these are known beside their district alone."""

_KIND = r"(?:街道?办?|镇|乡|村|塆|农场|社区|大队|办事处|这边|那边)*"
_BESIDE = quick(rf"(?P<district>{_PLACES})的?(?:{'|'.join(_TOWNS.values())}|{_OTHERS}){_KIND}")
_ALONE = quick(rf"(?:{'|'.join(f'(?P<d{n}>{names})' for n, names in enumerate(_TOWNS.values()))}){_KIND}")
_ANY = quick("|".join((*_TOWNS.values(), _OTHERS)))
_DISTRICTS = tuple(_TOWNS)
_ANY_TOWN = sought(
    quick(
        rf"(?P<place>{ANYWHERE}(?:市|县|区)?)(?P<name>[^,。;!?\s\d农乡城的我他她您你在是和跟与住人户来去到上落迁打做当有没老们本新中]{{1,3}})(?:镇|街道|村|塆|大队|农场|社区)(?=的|户|农|人|$|[,。;!?])"
    )
)


def in_district(text: str) -> str:
    """The text with the name of a town or village left out behind its district, or replaced by the district where it stands alone."""
    if _ANY.search(text):
        text = _BESIDE.sub(lambda found: found["district"], text)
        text = _ALONE.sub(lambda found: _DISTRICTS[int((found.lastgroup or "d0")[1:])], text)
    if inline.search("[镇村塆队场区]|街道", text):
        text = _ANY_TOWN.sub(lambda found: found["place"], text)
    return text
