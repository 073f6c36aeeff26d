"""Places: which country (and part of it) a location lies in, for its public holidays."""

from __future__ import annotations

import re
from functools import cache

from resopt.excel.cells import squash

_CODE = re.compile(r"([a-z]{2})(?:[-_/ ]([a-z0-9]{1,4}))?\Z")

# country: names besides those of the holidays library
_COUNTRIES = """
AE 阿联酋|uae;AR 阿根廷;AT 奥地利|österreich;AU 澳大利亚|澳洲;BE 比利时;BR 巴西|brasil;CA 加拿大;CH 瑞士|
 schweiz;CL 智利;CN 中国|中国大陆|中华人民共和国|prchina|mainlandchina;CO 哥伦比亚;CZ 捷克|czechia|
 czechrepublic;DE 德国|deutschland;DK 丹麦;EG 埃及;ES 西班牙|españa;FI 芬兰;FR 法国;GB 英国|uk|greatbritain|
 britain|england;GR 希腊;HK 香港|中国香港|hongkongsar;HU 匈牙利;ID 印度尼西亚|印尼;IE 爱尔兰;IL 以色列;IN 印度;
IT 意大利|italia;JP 日本;KR 韩国|korea|southkorea;LU 卢森堡;MO 澳门|中国澳门|macao;MX 墨西哥;MY 马来西亚;
NL 荷兰|holland|thenetherlands;NO 挪威;NZ 新西兰;PH 菲律宾;PL 波兰|polska;PT 葡萄牙;RO 罗马尼亚;RU 俄罗斯|
 russia;SA 沙特阿拉伯|沙特;SE 瑞典;SG 新加坡;TH 泰国;TR 土耳其|türkiye;TW 台湾|中国台湾;UA 乌克兰;US 美国|usa|
 unitedstatesofamerica|america;VN 越南|vietnam;ZA 南非
"""
# cities, with the part of the country whose holidays they keep
_CITIES = """
CN shanghai|上海|beijing|北京|shenzhen|深圳|guangzhou|广州|hangzhou|杭州|chengdu|成都|wuhan|武汉|nanjing|南京|
 xi'an|xian|西安|suzhou|苏州|chongqing|重庆|tianjin|天津|qingdao|青岛|dalian|大连|xiamen|厦门|changsha|长沙|
 zhengzhou|郑州|hefei|合肥|ningbo|宁波|wuxi|无锡|dongguan|东莞|jinan|济南|shenyang|沈阳|foshan|佛山|zhuhai|珠海|
 fuzhou|福州|kunming|昆明|harbin|哈尔滨|changchun|长春|nanchang|南昌|guiyang|贵阳;TW taipei|台北;DE-BE berlin|
 柏林;DE-BY munich|münchen|慕尼黑|nuremberg|nürnberg;DE-HH hamburg|汉堡;DE-HE frankfurt|法兰克福;DE-NW cologne|
 köln|科隆|düsseldorf|dusseldorf|杜塞尔多夫;DE-BW stuttgart|斯图加特;DE-SN dresden|leipzig;GB-ENG london|伦敦|
 manchester|cambridge;GB-SCT edinburgh|glasgow;FR paris|巴黎|lyon|toulouse;ES-MD madrid|马德里;ES-CT barcelona|
 巴塞罗那;IT milan|milano|米兰|rome|roma|罗马;NL amsterdam|阿姆斯特丹;BE brussels|布鲁塞尔;AT-9 vienna|wien|
 维也纳;CH-ZH zurich|zürich|苏黎世;CH-GE geneva|日内瓦;IE dublin|都柏林;SE stockholm|斯德哥尔摩;DK copenhagen|
 哥本哈根;NO oslo;FI helsinki|赫尔辛基;PL warsaw|warszawa|华沙|krakow|kraków;CZ prague|praha|布拉格;HU budapest|
 布达佩斯;RO bucharest;PT lisbon|lisboa|里斯本;US-NY newyork|newyorkcity|nyc|纽约;US-CA sanfrancisco|旧金山|
 losangeles|洛杉矶|sanjose|圣何塞;US-WA seattle|西雅图;US-IL chicago|芝加哥;US-MA boston|波士顿;US-TX austin|
 奥斯汀|dallas|houston|休斯敦;CA-ON toronto|多伦多;CA-BC vancouver|温哥华;CA-QC montreal|montréal|蒙特利尔;
AU-NSW sydney|悉尼;AU-VIC melbourne|墨尔本;NZ auckland|奥克兰;JP tokyo|东京|osaka|大阪;KR seoul|首尔;
IN-KA bangalore|bengaluru|班加罗尔;IN-MH mumbai|孟买|pune;IN-DL delhi|newdelhi|新德里;IN-TG hyderabad;
IN-TN chennai;TH bangkok|曼谷;VN hanoi|河内|hochiminhcity|胡志明市;MY-14 kualalumpur|吉隆坡;ID jakarta|雅加达;
PH manila|马尼拉;BR-SP saopaulo|sãopaulo|圣保罗;MX mexicocity|墨西哥城;AE-DU dubai|迪拜;IL telaviv|特拉维夫;
TR istanbul|伊斯坦布尔;ZA johannesburg|capetown;RU moscow|莫斯科
"""


@cache
def _names() -> dict[str, str]:
    """Return the code of each known name of a country or city."""
    from holidays.registry import COUNTRIES

    found: dict[str, str] = {}
    for classes in COUNTRIES.values():
        name, code = classes[0], classes[1]
        found |= {squash(name): code, squash(classes[2]): code}
    for table in (_COUNTRIES, _CITIES):
        for entry in table.replace("\n", "").split(";"):
            code, _, names = entry.strip().partition(" ")
            found |= {squash(name): code for name in names.split("|") if name.strip()}
    return found


@cache
def country_of(location: str) -> tuple[str, str] | None:
    """Return country and subdivision (may be empty) of a location, None if it is not known."""
    from holidays import list_supported_countries

    supported = list_supported_countries()
    text = squash(location).replace("市", "") if len(location) > 1 else squash(location)
    if (match := _CODE.match(text)) and match[1].upper() in supported:
        country, part = match[1].upper(), (match[2] or "").upper()
        return (country, part) if not part or part in supported[country] else None
    code = _names().get(text)
    if code is None and "," in text:
        pieces = text.split(",")
        return country_of(pieces[0]) or country_of(pieces[-1])
    if code is None:
        return None
    country, _, part = code.partition("-")
    return country, part if part in supported.get(country, ()) else ""
