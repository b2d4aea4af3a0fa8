"""Legal regimes that a text names, with the state it says they are in."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Page
from kuroshio.records import RegimeMention
from kuroshio.text import SoughtPattern, build_lexicon, compile_folded, compile_sought

# Kinds of rules by their generic words, with an English name for each.
_GENERIC = {
    "national security review": (
        "national_security_review security_review 国家安全审查 安全审查 外资审查 "
        "安全審査"
    ),
    "merger review": (
        "merger_review antitrust_review antitrust_clearance competition_review "
        "antitrust_probe "
        "反垄断审查 "
        "经营者集中 附条件 合并审查 独禁法 独占禁止法 企業結合"
    ),
    "export controls": (
        "export_controls export_control export_licence export_license export_curbs "
        "出口管制 出口许可 两用物项 輸出管理 輸出規制 輸出許可"
    ),
    "tariffs": "countervailing_duties 反补贴税 additional_duties 追加关税",
    "reciprocal tariffs": (
        "reciprocal_tariffs reciprocal_tariff reciprocal_rates reciprocal_rate "
        "对等关税 相互关税"
    ),
    "anti-dumping duties": (
        "anti-dumping_duties anti-dumping_duty 反倾销税 反ダンピング関税"
    ),
    "fentanyl tariff": (
        "fentanyl_tariff fentanyl_tariffs tariff_imposed_over_fentanyl fentanyl_levy "
        "芬太尼关税 芬太尼 フェンタニル関税"
    ),
    "de minimis exemption": "de_minimis 小额免税 小额豁免 少額免税 免税輸入",
    "currency manipulator designation": "currency_manipulator 汇率操纵国 為替操作国",
    "Chinese military companies list": (
        "chinese_military_companies 1260h 军事企业 中国軍事企業"
    ),
    "Regulation S": "regulation_s s规例 s条例 rule_144a 144a规则",
    "divest-or-ban law": "divest-or-ban divest-or-ban_law 不卖就禁",
    "capital controls": "capital_controls 资本管制 外汇管制 資本規制",
    "safeguard": "safeguards safeguard_measures 保障措施 セーフガード",
    "quota": "import_quota import_quotas tariff-rate_quota 关税配额 進口配額",
    "price cap": "price_cap 价格上限 限价令",
    "affiliates rule": "affiliates_rule 50%_rule 穿透规则 穿透性规则 关联企业规则",
    "foreign direct product rule": "foreign_direct_product_rule 外国直接产品规则",
    "mandatory offer": "mandatory_offer 强制要约 takeover_code 收购守则",
    "cybersecurity review": "cybersecurity_review 网络安全审查 数据出境",
    "merger control": "merger_control competition_clearance antitrust_approval",
    "prior notification": "prior_notification 事前届出 事前审查 事前届け出",
    "local content rule": "local_content local-content 国产化率 現地調達",
    "rules of origin": "rules_of_origin 原产地规则 原産地規則",
    "public procurement rule": "public_procurement 政府采购 政府调達",
    "WTO dispute": "世贸组织申诉 wto_complaint 向世贸组织 向世界贸易组织",
    "outbound investment rules": "outbound_investment 对外投资 境外投资",
    "sanctions": "sanctions entity_list 实体清单 不可靠实体清单 制裁 "
    "エンティティー・リスト",
    "golden share": "golden_share 黄金股 黄金株",
    "special bill": "special_bill special_act 特别法 特別法",
    "price undertaking": "price_undertaking price_undertakings 价格承诺 最低价",
    "import suspension": "import_ban import_suspension 暂停进口 禁止进口 輸入停止 禁輸",
    "foreign investment review": (
        "foreign_investment_review foreign-investment_review 外商投资 无异议证明 "
        "外資規制"
    ),
    "anti-dumping investigation": (
        "反倾销调查 反ダンピング調査 anti-dumping_investigation anti-dumping_probe"
    ),
    "anti-subsidy investigation": "反补贴调查 anti-subsidy_investigation 反補助金",
    "trade investigation": "反歧视调查 section_301_investigation 通商調査",
    "regulatory approval": (
        "regulatory_approval regulatory_approvals 主管机关核准 监管批准 监管部门批准 "
        "当局の認可 規制当局の承認"
    ),
    "injunction": "injunction 假处分 禁制令 仮処分",
    "watch list": "watch_list unverified_list 注視リスト 关注名单",
    "environmental permit": "environmental_permit 環境許可 环评",
    "additional tariff": "additional_tariff 附加税 加征关税",
    "chips act": "chips_act 晶片法 芯片法案 晶片法案",
    "presidential order": "executive_order presidential_order 行政令 行政命令 大统领令",
    "investment committee": "investment_committee 投资委员会",
    "consultation committee": "consultation_committee 协商委员会 協議委員会",
    "port fees": "port_fees special_port_fee special_fee 港口费 特别港务费 入港料",
    "court sanction": "法院批准 court_approval",
    "parliamentary review": "立法院审议 国会审议 国会批准 国会承認",
}
GENERIC = build_lexicon({name: words.split() for name, words in _GENERIC.items()})
# A run with the English name of a regime, and its id where it is known.
_Place = tuple[int, int, str, str | None]
# A generic word inside a longer known name is part of that name.
_SHORT = 5
# A second name begins so near behind the first: a space and a bracket.
_GAP = 3
_HAN_LAW = SoughtPattern(
    re.compile(
        r"《[^》\n]{2,28}(?:法|法案|条例|條例|办法|辦法|规定|規定|规则|規則|守则|通知|目录|目錄|令|决定|決定)》"
        r"|(?:投资|投資|管制|制裁|审查|審查|垄断|壟斷|竞争|競爭|安全|贸易|貿易|证券|證券|外汇|外匯|保护|保護|供应|供應|収用"
        r"|独禁|独占禁止|外為|外国為替及び外国貿易|金融商品取引|金商|通商拡大|通商|電波|放送|会社|国防生产|國防生產|电信|電信"
        r"|公平交易|企业结合|企業結合)法(?![律院国國人官庭规規制学學])"
        r"|第\d{1,5}[号號](?:行政令|令|公告|法案)"
    )
)
_KINDS = ("Act", "Bill", "Regulation", "Directive", "Law")
_ENGLISH_LAW = SoughtPattern(
    re.compile(
        r"(?!(?:The|This|That|An?|In|Under|By|For|On|Its) )"
        r"(?:[A-Z][\w&’'-]+ (?:\([A-Z][\w ]{2,30}\) )?"
        r"(?:(?:and|of|for|the|on|from) ){0,2}){1,8}"
        r"(?:Act|Bill|Regulation|Directive|Law)\b(?: of)?(?: (?:19|20)\d\d)?"
    )
)
_NUMBERED = SoughtPattern(
    re.compile(
        r"\b(?:Section \d{2,4}[A-Z]?|Executive Order(?: \d{4,5})?|Rule \d{3}[A-Z]?)\b"
        r"|\d{3}[条條](?=款|关税|關稅|関税)"
    )
)
# A review of any kind counts where the text names none.
_REVIEW = compile_sought(
    r"\b(?:in-depth|formal|regulatory|government|security) review\b|依法审查|启动审查"
    r"|审查程序|外资审查|审查(?=期限|结果|程序)|再審査|審査(?=期間|手続|を終|に入|を開始)"
)
_STATES = (
    ("lifted", compile_folded(r"lift|removed|revok|scrapped|解除|取消|撤销")),
    ("suspended", compile_folded(r"suspend|paused?|on hold|暂停|停止|中止|unenforced")),
    ("blocked", compile_folded(r"block|prohibit|reject|must sell|否决|禁止|禁じ|阻止")),
    (
        "approved",
        compile_folded(r"approv|clear(?:ed|ance)|批准|放行|通过|承認|认可|認め"),
    ),
    ("signed", compile_folded(r"signed|签署|结び|締結|署名|結び")),
    (
        "imposed",
        compile_folded(r"impos|adds?\b|added|实施|施行|加征|列入|発動|导入|公布"),
    ),
    (
        "under_review",
        compile_folded(r"review|investigat|审查|调查|評価|审批|評估|審査|審議"),
    ),
    (
        "pending",
        compile_folded(r"pending|subject to|must|await|once|须|待|先过|将|条件|予定"),
    ),
)
_CLAIMED = compile_folded(
    r"must|subject to|including|require|review|navigate|under the|apply|applies|须"
    r"|依据|根据|基づ"
    r"|审查|審査|必要"
)


def find_regimes(page: Page, knowledge: Knowledge) -> tuple[RegimeMention, ...]:
    """Return the regimes that a text names, each once, with a state.

    Known regimes come through the knowledge base, others by the generic words for a
    kind of rule. ``claimed`` says that the text has the rule apply here.

    Parameters
    ----------
    page : Page
        The document as found so far.
    knowledge : Knowledge
        Who is who and which rules exist.
    """
    places = _places(page, knowledge)
    found: dict[str, RegimeMention] = {}
    places.sort(key=lambda place: (place[0] < page.title_end, place[0]))
    for start, end, label, regime in _without_glosses(page, places):
        if (regime or label) not in found:
            found[regime or label] = _mention(page, start, end, label, regime)
    return tuple(sorted(found.values(), key=lambda item: item.span.start))


_IS_REVIEW = re.compile("review|merger|approval|control|security")


def _places(page: Page, knowledge: Knowledge) -> list[_Place]:
    """Return every place that names a regime: known ones, laws, kinds of rules."""
    places: list[_Place] = []
    mask = bytearray(len(page.key))
    for name in page.names:
        regime = next((c for c in name.candidates if c in knowledge.regimes), None)
        if regime is not None or (name.id is not None and len(name.text) > _SHORT):
            mask[name.start : name.end] = b"\1" * (name.end - name.start)
        if regime is not None:
            label = knowledge.regimes[regime].names.en
            places.append((name.start, name.end, label, regime))
    laws = ((m.start(), m.end(), m.group()) for m in _laws(page.text))
    hits = sorted(GENERIC.find(page.key), key=lambda h: (h.start, -h.end))
    for start, end, label in chain(laws, hits):
        if mask.find(1, start, end) >= 0:
            continue
        mask[start:end] = b"\1" * (end - start)
        places.append((start, end, label, None))
    review = None if _names_review(places) else _REVIEW.search(page.key)
    if review is not None:
        places.append((review.start(), review.end(), "review", None))
    return places


def _names_review(places: Sequence[_Place]) -> bool:
    """Say whether a known regime or a kind of review is among the places."""
    return any(place[3] or _IS_REVIEW.search(place[2].casefold()) for place in places)


def _without_glosses(page: Page, places: list[_Place]) -> Iterator[_Place]:
    """Yield regimes without the second name that stands in brackets behind the first.

    Everywhere else in the text that second name is the first one's too.
    """
    same: set[str] = set()
    end = -9
    for place in places:
        start, stop, label, regime = place
        gap = page.text[end:start] if 0 < start - end <= _GAP else ""
        end = stop
        if gap and not gap.strip(" (（》“「"):
            same.add(regime or label)
        elif (regime or label) not in same:
            yield place


def _laws(text: str) -> Iterator[re.Match[str]]:
    """Yield laws by the form of their names."""
    yield from _HAN_LAW.finditer(text)
    yield from _NUMBERED.finditer(text)
    for kind in _KINDS:
        word = f" {kind}"
        at = text.find(word)
        while at >= 0:
            line = max(text.rfind(mark, max(0, at - 90), at) for mark in "\n.,;:") + 1
            match = _ENGLISH_LAW.search(text, max(line, at - 90), at + 20)
            if match is not None:
                yield match
            at = text.find(word, at + len(word))


def _mention(
    page: Page, start: int, end: int, regime: str, identity: str | None
) -> RegimeMention:
    """Return the record of a regime with its state."""
    left, right = page.bounds(start)
    window = page.key[max(left, start - 60) : min(right, end + 60)]
    state = next((name for name, p in _STATES if p.search(window)), "mentioned")
    return RegimeMention(
        regime=regime,
        span=page.span(start, end),
        state=state,
        id=identity,
        claimed=bool(_CLAIMED.search(window)),
    )
