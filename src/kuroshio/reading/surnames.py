"""How personal names look: common surnames and the forms of transliterated names."""

import re

_HAN = r"[\u4e00-\u9fff々]"
_ZH_STOP = (
    "的和与及在对说称表示于曾昨今当向将也还就则是为率同接以等并又指留宣透强认回发受出访会签主会警"
    "证欢兼赴已再到被把从由共(（,，、。;；:：“”「」《》…! ！?？\n0123456789"
)
_ZH_DOTTED = re.compile(rf"{_HAN}{{1,6}}(?:[·・‧•]{_HAN}{{1,8}}){{1,3}}")
_ZH_PLAIN = re.compile(rf"{_HAN}{{2,6}}")
CHINESE_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋"
    "蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万"
    "段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃"
    "霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘蓝楼穆宗习娄连简饶晏冷"
)
CHINESE_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "夏侯",
    "皇甫",
    "尉迟",
    "东方",
    "公孙",
)


def chinese_name(
    text: str, key: str, start: int, latin_name: re.Pattern[str]
) -> int | None:
    """Return where a name that begins at an offset ends; None where none does.

    Parameters
    ----------
    text, key : str
        The text and its folded form.
    start : int
        Where the name would begin.
    latin_name : re.Pattern
        A name in Latin letters, which Chinese text may hold.
    """
    dotted = _ZH_DOTTED.match(text, start)
    if dotted is not None:
        return _until_stop(key, start, dotted.end())
    latin = latin_name.match(text, start)
    if latin is not None and latin.end() - start > 3:
        return latin.end()
    plain = _ZH_PLAIN.match(text, start)
    if plain is None:
        return None
    end = _until_stop(key, start, plain.end())
    size = _chinese_size(key, start, end)
    return start + size if 2 <= size <= 5 else None


def _chinese_size(key: str, start: int, end: int) -> int:
    """Return how many characters of a run are a name, by its surname."""
    size = end - start
    if key[start : start + 2] in CHINESE_DOUBLE:
        return min(size, 4) if size >= 3 else 0
    # A transliterated name before a bracket may be longer than a Chinese one.
    closed = key[end : end + 1] == "("
    if key[start] in CHINESE_SURNAMES and not closed:
        return min(size, 3)
    return size


def _until_stop(key: str, start: int, end: int) -> int:
    """Return the first character after a name that cannot belong to one."""
    for at in range(start + 2, end):
        if key[at] in _ZH_STOP:
            return at
    return end
