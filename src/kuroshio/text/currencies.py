"""Words for currencies in three languages, folded, with their ISO 4217 codes."""

from kuroshio.text.folding import fold

# Words behind a number. "¥", "$" and "元" are settled by the reader's context.
_AFTER = {
    "USD": "美元 美金 美圆 米ドル ドル 米弗 us_dollars us_dollar u.s._dollars "
    "u.s._dollar dollars dollar usd us$",
    "JPY": "日元 日圆 日币 円 japanese_yen yen jpy",
    "CNY": "元人民币 人民币元 人民币 人民元 元 rmb cny chinese_yuan yuan renminbi 块钱",
    "HKD": "港元 港币 香港ドル hong_kong_dollars hkd",
    "TWD": "新台币元 新台币 台币 元新台币 台湾ドル 台湾元 new_taiwan_dollars "
    "taiwan_dollars twd",
    "KRW": "韩元 韩圜 韩币 韩国ウォン ウォン korean_won won krw",
    "EUR": "欧元 ユーロ euros euro eur",
    "GBP": "英镑 英ポンド ポンド pounds_sterling british_pounds pounds sterling gbp",
    "AUD": "澳元 澳币 豪ドル オーストラリアドル australian_dollars aud",
    "CAD": "加元 加币 加拿大元 カナダドル canadian_dollars cad",
    "SGD": "新加坡元 新元 坡币 シンガポールドル singapore_dollars sgd",
    "CHF": "瑞士法郎 瑞郎 スイスフラン swiss_francs chf",
    "INR": "印度卢比 卢比 インドルピー ルピー indian_rupees rupees inr",
    "RUB": "卢布 ルーブル roubles rubles rub",
    "THB": "泰铢 バーツ baht thb",
    "MYR": "马来西亚林吉特 林吉特 令吉 马币 リンギット malaysian_ringgit ringgits "
    "ringgit myr",
    "IDR": "印尼盾 印尼卢比 ルピア indonesian_rupiah rupiah idr",
    "VND": "越南盾 ベトナムドン dong vnd",
    "PHP": "菲律宾比索 フィリピンペソ philippine_pesos php",
    "SAR": "沙特里亚尔 里亚尔 サウジリヤル リヤル saudi_riyals saudi_riyal riyals "
    "riyal sar",
    "AED": "迪拉姆 迪尔汗 ディルハム uae_dirhams emirati_dirhams dirhams dirham aed",
    "BRL": "雷亚尔 レアル reais brl",
    "MXN": "墨西哥比索 メキシコペソ mexican_pesos mxn",
    "SEK": "瑞典克朗 スウェーデンクローナ swedish_kronor sek",
    "NOK": "挪威克朗 ノルウェークローネ norwegian_kroner nok",
    "DKK": "丹麦克朗 danish_kroner dkk",
    "PLN": "兹罗提 zlotys zloty pln",
    "TRY": "土耳其里拉 トルコリラ turkish_lira",
    "ILS": "谢克尔 シェケル shekels ils",
    "NZD": "新西兰元 纽元 ニュージーランドドル new_zealand_dollars nzd",
    "HUF": "匈牙利福林 福林 フォリント hungarian_forints forints forint huf",
    "CZK": "捷克克朗 チェココルナ czech_crowns czech_koruna koruna czk",
    "CLP": "智利比索 チリペソ chilean_pesos clp",
    "QAR": "卡塔尔里亚尔 カタールリヤル qatari_riyals qar",
    "KWD": "科威特第纳尔 クウェートディナール kuwaiti_dinars kwd",
    "PKR": "巴基斯坦卢比 パキスタンルピー pakistani_rupees pkr",
    "ZAR": "南非兰特 兰特 rand zar",
}
# Marks and codes in front of a number.
_BEFORE = {
    "USD": "us$ usd $ 美元 美金",
    "JPY": "jpy jp¥ 日元",
    "CNY": "rmb cny cn¥ 人民币 renminbi",
    "HKD": "hk$ hkd 港币 港元",
    "TWD": "nt$ t$ twd 新台币 ntd",
    "KRW": "krw ₩",
    "EUR": "€ eur",
    "GBP": "£ gbp",
    "AUD": "a$ au$ aud",
    "CAD": "c$ ca$ can$ cad",
    "SGD": "s$ sgd",
    "CHF": "chf",
    "INR": "₹ rs rs. inr",
    "MYR": "rm myr",
    "THB": "฿ thb",
    "SAR": "sar",
    "AED": "aed",
    "BRL": "r$ brl",
    "MXN": "mx$ mex$ mxn",
    "NZD": "nz$ nzd",
    "VND": "vnd ₫",
    "IDR": "rp idr",
    "HUF": "huf",
    "CZK": "czk",
    "PLN": "pln",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "RUB": "₽ rub",
    "TRY": "₺",
    "ILS": "₪",
    "?": "¥",
}


def _table(words: dict[str, str]) -> dict[str, str]:
    """Return word to code, folded."""
    return {
        fold(word).replace("_", " "): code
        for code, members in words.items()
        for word in members.split()
    }


AFTER = _table(_AFTER)
BEFORE = _table(_BEFORE)
