"""Legal regimes that a text names, with the state it says they are in."""

import re
from collections.abc import Iterator
from itertools import chain

from kuroshio.knowledge import Knowledge
from kuroshio.reading.page import Page
from kuroshio.records import RegimeMention
from kuroshio.text import build_lexicon, compile_folded

# Kinds of rules by their generic words, with an English name for each.
_GENERIC = {
    "national security review": (
        "national_security_review security_review 国家安全审查 安全审查 外资审查 "
        "安全審査"
    ),
    "merger review": (
        "merger_review antitrust_review antitrust_clearance competition_review "
        "反垄断审查 "
        "经营者集中 附条件 合并审查 独禁法 独占禁止法 企業結合"
    ),
    "export controls": (
        "export_controls export_control export_licence export_license export_curbs "
        "出口管制 出口许可 两用物项 輸出管理 輸出規制 輸出許可"
    ),
    "tariffs": (
        "reciprocal_tariffs reciprocal_tariff countervailing_duties "
        "anti-dumping_duties "
        "anti-subsidy 对等关税 反倾销税 反补贴税 相互関税 追加関税"
    ),
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
    "trade investigation": (
        "反倾销调查 反补贴调查 反歧视调查 anti-dumping_investigation "
        "section_301_investigation"
    ),
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
# A generic word inside a longer known name is part of that name.
_SHORT = 5
_HAN_LAW = re.compile(r"《[^》\n]{2,24}(?:法|法案|条例|條例|办法|辦法|规定|規定)》")
_ENGLISH_LAW = re.compile(
    r"(?:[A-Z][\w&’'-]+ (?:(?:and|of|for|the|on) ){0,2}){1,7}Act\b(?: of)?(?: (?:19"
    r"|20)\d\d)?"
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
    found: dict[str, RegimeMention] = {}
    mask = bytearray(len(page.key))
    for name in page.names:
        regime = next((c for c in name.candidates if c in knowledge.regimes), None)
        if regime is not None or (name.id is not None and len(name.text) > _SHORT):
            mask[name.start : name.end] = b"\1" * (name.end - name.start)
        if regime is not None and regime not in found:
            label = knowledge.regimes[regime].names.en
            found[regime] = _mention(page, name.start, name.end, label, regime)
    laws = ((m.start(), m.end(), m.group()) for m in _laws(page.text))
    hits = sorted(GENERIC.find(page.key), key=lambda h: (h.start, -h.end))
    for start, end, label in chain(laws, hits):
        if mask.find(1, start, end) >= 0:
            continue
        mask[start:end] = b"\1" * (end - start)
        if label not in found:
            found[label] = _mention(page, start, end, label, None)
    return tuple(sorted(found.values(), key=lambda item: item.span.start))


def _laws(text: str) -> Iterator[re.Match[str]]:
    """Yield laws by the form of their names."""
    if "《" in text:
        yield from _HAN_LAW.finditer(text)
    at = text.find(" Act")
    while at >= 0:
        line = max(text.rfind(mark, max(0, at - 90), at) for mark in "\n.,;:(") + 1
        match = _ENGLISH_LAW.search(text, max(line, at - 90), at + 20)
        if match is not None:
            yield match
        at = text.find(" Act", at + 4)


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
