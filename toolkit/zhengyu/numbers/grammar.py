"""The regular expressions of a quantity, compiled from the word lists.

Every repetition is bounded or possessive and a Chinese numeral begins only where no numeral stands
before it, so that matching is linear in the text whatever it holds.
"""

from __future__ import annotations

import re

from zhengyu.numbers.lexicon import alternatives, load, unit_pattern

#: 千 before 瓦, 米 … and 百 before 分 belong to the unit.
_MARK = r"(?:[十万亿]|[百千](?![瓦米克伏卡帕赫分]))"
_DIGIT = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_TENS = "十拾廿百佰千仟万亿"
_ARABIC = r"\d{1,3}+(?:,\d{3})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?"
_CHINESE = (
    rf"(?>[几数][十百千万亿]{{1,4}}+"
    rf"|[{_DIGIT}{_TENS}](?:[{_DIGIT}十拾佰仟]|{_MARK}){{0,24}}+(?:点[{_DIGIT}]{{1,6}}+{_MARK}{{0,3}}+)?)"
)
_UNIT = unit_pattern()
_COUNTED = rf"(?:个[多半](?:月|小时|星期|钟头|学期|世纪|时辰|百分点)|{_UNIT})"

#: Groups: 1 Arabic numeral, 2 denominator, 3 infix, 4 marks behind it, 5 unit; 6 to 9 the same for
#: a Chinese numeral (no denominator), whose unit is needed unless it ends a clause in 万 or 亿.
QUANTITY = re.compile(
    rf"(?=[\d半几数{_DIGIT}{_TENS}])(?:"
    rf"(?<![a-z0-9.])(?<![^A-Z][A-Z])(?<!^[A-Z])((?:{_ARABIC})(?:{_MARK}{{1,4}}+(?:\d{{1,4}}+(?:\.\d++)?{_MARK}{{1,3}}+|\d(?=[{'个元块人'}]))?+)?+)"
    rf"(/\d{{1,3}}(?![\d/年月日万.]))?+([多余几来](?=[十百千万亿]|{_COUNTED}|[,。;、]|$))?+"
    rf"((?<=[多余几来]){_MARK}{{1,3}}+)?+({_COUNTED})?+"
    rf"|(?<![{_DIGIT}{_TENS}几数半])(半|{_CHINESE})([多余几来])?+((?<=[多余几来]){_MARK}{{1,3}}+)?+"
    rf"({_COUNTED}|(?<=[万亿])(?=[,。;、!?)\n]|左右|以上|出头|挂零|$)"
    rf"|(?:(?<=[百千万][{_DIGIT}])|(?<=[{_DIGIT}][百千]))(?=[,。;!?”]|出头|挂零|$)"
    rf"|(?=(?:[至到~—-]|——)[{_DIGIT}十百]{{1,4}}{_MARK}?{_COUNTED})))"
)

#: A place in an order: 第21位, 第2, 前80强, 前十, 80强.
RANK = re.compile(
    rf"(?=[第前后\d百十五二])(?:(第|前|后)(\d{{1,4}}+|[{_DIGIT}十百]{{1,5}}+)(?:(大)(?!道|会|街)|(位|名|强)(?!义))?"
    r"|(?<![第前\d.A-Za-z])(\d{1,4}|百|十|五十|二十)(强)(?![制化度力劲大调]))"
)

_ONES = "[一二两三四五六七八九]"
#: Quantities that are words; the name of the group that closes an alternative is its rule.
SPECIAL = re.compile(
    rf"翻了?(?P<fold_approx>近|约|超过?)?(?P<folds>{_ONES}|\d)?番(?P<fold_half>半)?"
    r"(?P<fold_tail>还多|多)?(?P<fold>)"
    r"|(?P<double>倍增(?=[。,;!]|$))"
    r"|(?P<breakthrough>零的突破|零突破)"
    r"|(?P<standstill>零增长)"
    r"|(?<=[同环]比)(?:基本)?(?P<flat>持平)"
    r"|(?P<half_approx>接近|超过?|近|不到|不足|约|逾|过)?(?P<more>一多半|一大半|大半|多半)(?P<half_more>)"
    r"|(?P<over_half>过半(?!数))"
    r"|(?P<half_near>接近|超过?|近|不到|不足|约|逾)?(?:一半|半数)(?P<half_tail>以上|左右)?(?P<half>)"
    rf"|(?P<percent_approx>不到|不足|超过?|近|约|逾|不低于)?(?P<base>[百千万])分之"
    rf"(?P<percent_value>\d+(?:\.\d+)?|[{_DIGIT}十百]+(?:点[{_DIGIT}]+)?)(?P<percent>)"
    rf"|(?P<fraction_approx>不到|不足|超过?|近|约|逾)?(?P<whole>[{_DIGIT}十]{{1,3}}|\d{{1,2}})分之"
    rf"(?P<part>[{_DIGIT}十]{{1,3}}|\d{{1,2}})(?P<fraction_tail>强|弱|以上|左右|还多|多)?(?P<fraction>)"
    r"|(?P<digits>[两三四双]位数)(?!字)"
    r"|(?:(?<=由)(?=零[升扩做增提到])|(?<=[到为是])(?=零[,。;”\"]))零(?P<zero>)"
    r"|(?<![不通经超度突打])(?:过|破|超过?|突破)(?P<beyond_marks>[百千]?万?亿|[百千]?万|[百千])"
    r"(?=[,。;、!?”\"]|的[“\"]|$)(?P<beyond>)"
    rf"|(?P<parts>(?<![一二三四五六七八九十])(?:{_ONES}[比∶:]{_ONES}(?=[,。;分])|{_ONES}{_ONES}(?=分[成账红担])))"
    r"|(?P<first>首位|榜首(?!位)|(?<=之)首(?!位))"
    rf"|每(?P<every_whole>[{_DIGIT}十]|\d+)(?P<counter>[个家户人名间件台只位])[^,。;0-9]{{0,3}}?"
    rf"就?有(?P<every_part>[{_DIGIT}十]|\d+)(?P=counter)(?P<every>)"
    rf"|(?P<of_whole>[{_DIGIT}十]|10{{1,2}}(?!\d))(?P<of_counter>[个家户人名间件台只位])[中里]?就?有"
    rf"(?P<of_part>[{_DIGIT}十]|\d+)(?P=of_counter)(?P<of>)"
)
#: Where a special quantity may be; each begins at most `REACH` characters before its anchor.
ANCHOR = re.compile(
    rf"(?=[番倍由到为是过破超突零持大多半一分之位首榜个家户人名间件台只{_DIGIT}])"
    r"(?:番|倍增|由零|[到为是]零[,。;”\"]|[过破超突](?:过|破)?[百千万亿]"
    rf"|{_ONES}比{_ONES}|{_ONES}{_ONES}分[成账红担]"
    r"|零的?突破|零增长|持平|[大多]半|过半|一半|半数|分之|位数|首位|榜首|之首"
    rf"|[个家户人名间件台只位][^,。;0-9]{{0,3}}有[{_DIGIT}十\d])"
)
REACH = 8

_approximators = load("approximators")
PREFIXES: dict[str, str] = _approximators["prefix"]
SUFFIXES: dict[str, str] = _approximators["suffix"]
#: Groups: 1 多 or 余 behind the unit, 2 half a unit more, 3 the word of approximation;
#: none of them in 多晶硅.
SUFFIX = re.compile(
    rf"(?!多[晶式媒])([多余](?![种样元年]))?+(半(?![年天数月径截个]))?+({alternatives(SUFFIXES)})?+(?!游)"
)
