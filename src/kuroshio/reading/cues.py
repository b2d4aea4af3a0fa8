"""Words that say what a sum, a time, a body or a stage is; no names of anybody.

One automaton finds them all in one pass; each field then looks at the hits near its
own mentions. An underscore stands for a space, a trailing star for any ending.
"""

from kuroshio.reading.money_words import DEAL, MONEY, NOT_DEAL
from kuroshio.text import build_lexicon

_STATUS = {
    "completed": (
        "completed has_completed have_completed completes completion_of_the closed "
        "has_closed has_acquired wrapped_up finalised_the finalized_the "
        "完成交割 交割完成 已完成 完成收购 完成了 完成对 收购完成 正式完成 完成并购 "
        "并购完成 "
        "买収を終え 買収を完了 買収が完了 取得を完了 手続きを完了 完了した "
        "完了したと発表 "
        "終えたと発表 子会社化した 买断 已经完成 宣告完成 取得完了 統合を完了 完工投产 "
        "譲渡を完了 売却を完了 出售完成 完成出售"
        " has_taken_over took_control completed_its_acquisition was_completed "
        "is_complete deal_closed transaction_closed has_bought has_sold finalised "
        "finalized 已收购 完成股权 收购已 已经收购 已出售 正式成为 交易完成 完成转让 "
        "手続きが完了 傘下に収めた 買い取った 売却した 取得した 買収を完了した "
        "子会社にした 主板上市 挂牌上市 挂牌交易 挂牌买卖 上場した began_trading "
        "debuted_on "
        "is_finished 已落成 建成投产 began_production started_production 产出首批 "
        "资产过户 "
        "opened_its 稼働した 生産を始めた"
    ),
    "blocked": (
        "blocked blocks block_the prohibited prohibits rejected scrapped abandoned "
        "terminated withdrew withdrawn called_off fell_through must_sell must_divest "
        "ordered_to_sell orders_the orders_sale orders_divestment vetoed ruled_out "
        "has_lapsed lapsed collapsed "
        "dropped_its "
        "walked_away "
        "否决 叫停 禁止 终止 宣告失效 失效 撤回 撤销 放弃 告吹 破局 破裂 中止 驳回 "
        "阻止 不予批准 "
        "禁じた 禁止した 阻止した 取り下げ 撤回した 断念 打ち切 破談 却下 不承認 "
        "中止した 頓挫 "
        "解除合同 终止协议"
        "   forbade turned_down struck_down  cancelled canceled scuttled abandons "
        "ended_talks pulled_out no_longer called_a_halt overturned ruled_illegal  "
        "不批准 否决了  搁置   谈崩 停止收购 不再推进 被迫 責令 责令 取り消し 白紙 "
        "見送った 撤退 拒否した 差し止め "
        "gives_up gave_up walks_away dropped drops pulls_out quits quit_the shelved "
        "scraps axed rejects injunction wound_up must_end withdraws_from "
        "退出 撤出 取消 拒绝 泡汤 作废 取りやめ 解除した 離脱 打ち切り"
    ),
    "in_force": (
        "has_suspended in_force took_effect came_into_force have_taken_effect "
        "has_taken_effect entered_into_force went_into_effect now_in_effect "
        "is_in_effect effective_today effective_immediately take_effect_today "
        "suspended* lifted "
        "已生效 开始生效 正式生效 即日起 起生效 生效了 已实施 开始实施 正式实施 起实施 "
        "发布之日起 公布之日起 今起 已暂停 起暂停 暂停实施 宣布暂停 宣布,暂停 恢复 "
        "已开始 "
        "即日施行 発効した 施行した 施行された 発動した 適用が始ま 適用を始め "
        "適用した 開始した 停止した "
        "再開した"
        " royal_assent became_law signed_into_law took_effect_on in_effect_since "
        "has_imposed have_imposed now_applies "
        "began_on started_on has_begun has_lifted are_in_force is_in_force  已经实施 "
        " 起征 已开征 正在执行 已加征  実施している 適用されている 課している "
        "発動している 始まった 解除した"
    ),
    "final_not_effective": (
        "enters_into_force_on enters_into_force_tomorrow will_take_effect "
        "takes_effect_on take_effect_on effective_upon will_be_effective "
        "will_enter_into_force to_take_effect goes_into_effect_on will_go_into_effect "
        "comes_into_force_on shall_take_effect effective_on "
        "日起实施 日起施行 日起生效 日起暂停 日起执行 日起停止 日起加征 将生效 将于 "
        "尚未生效 还没生效 "
        "日に発効 日に施行 日から適用 日から施行 日から実施 発効する 施行する 日に発動"
        " due_to_take_effect set_to_take_effect from_next will_apply_from "
        "will_start_on kicks_in_on begins_on 将于 自下月 下月起 将自 定于 起正式 "
        "日より 来月から から施行 から適用 に発効 に施行"
    ),
    "signed": (
        "signed have_signed has_signed definitive_agreement binding_agreement* "
        "signing_of inked sealed_a_deal struck_a_deal memorandum_of_understanding "
        "签署 签订 签约 达成协议 达成最终协议 订立协议 签了 "
        "署名し 調印し 締結し 契約を結んだ 合意書を交わ 覚書を交わ 締結した 調印 署名"
        " signed_a signed_an sign_a_deal signed_on put_their_names "
        "agreement_was_signed have_agreed_to reached_an_agreement 已签 签下 正式签署 "
        "双方签 签约仪式 达成最终 達成協議 合意した 覚書に署名 契約した 結んだ "
        "agreed_with entered_into initialled 订立许可 订立合资 订立买卖"
    ),
    "in_review": (
        "under_review is_reviewing reviewing is_investigating investigating "
        "in-depth_review opened_an_investigation opens_an_investigation "
        "launched_a_review opened_a_review second_request awaiting_approval "
        "pending_approval subject_to_approval national_security_review "
        "审查 立案调查 评估调查 开展调查 启动调查 正在审查 审批中 待批准 等待批准 "
        "正在审批 审议中 "
        "審査中 審査を開始 調査を開始 審査している 調査している 審査に入"
        " review is_examining    antitrust_review regulators_are "
        "waiting_for_approval awaits  seeking_approval 审核 审批 待审 反垄断审查 "
        "等待监管 尚待 待核准    承認待ち 認可を待 "
    ),
    "negotiating": (
        "in_talks talks negotiat* nearing close_to_a_deal are_finalizing "
        "are_finalising "
        "considering weighing exploring has_not_been_decided not_binding non-binding "
        "nothing_is_binding under_discussion in_principle yet_to_be_decided candidate "
        "candidates shortlist* exclusive_talks letter_of_intent preliminary "
        "no_decision "
        "not_signed no_agreement will_determine have_not_signed "
        "谈判 磋商 洽谈 商谈 协商 仍未定案 尚未定案 未定案 未敲定 尚未敲定 尚未达成 "
        "正在考虑 考虑 意向书 "
        "候选 拟议 接近达成 初步 没有签 未签署 "
        "協議中 交渉中 交渉 検討 調整に入 詰めの 候補 最終調整 基本合意 大筋合意 "
        "決まっていない "
        "調整している 見送"
        " nearing_a close_to_agreement hold_talks in_discussions have_yet_to "
        "has_yet_to not_yet_agreed no_deal_yet may_bid mulls mulling is_seeking "
        "hopes_to_reach negotiators draft_agreement framework_talks 尚未签 还没有签 "
        "尚在 仍在谈 分歧 未达成 有意 考虑收购 拟谈 接洽 仍在 交渉を続け 協議を続け "
        "合意に至 打診 最終調整 詰め 折衝"
    ),
    "announced": (
        "announced announces said_it_will said_it_would plans_to means_to intends_to "
        "unveiled will_invest will_spend will_build to_invest pledged committed_to "
        "proposes proposed agreed to_acquire agreed_to_buy agreed_to_acquire offer "
        "to_buy "
        "will_acquire have_been_selected selected chose "
        "宣布 宣佈 确认 决议 董事会通过 计划 拟 将投资 承诺 公布 提议 收购要约 出价 "
        "选定 选出 同意 "
        "発表した 発表 計画 表明した 提案 方針 選んだ 選定 買収すると 投資すると "
        "決めた 決定した 予定"
        " will_buy will_open will_set_up to_build to_open to_spend promises pledges "
        "vowed plans_for said_on has_decided decided_to has_approved_plans 将建  "
        "将收购 表示将  通过决议   宣称  明らかにした 打ち出した 公表した "
        "公表しました 決議した 決定を発表"
    ),
}
_DATES = {
    "agreed": (
        "signed agreed agreement pact deal_was sealed inked struck reached promised "
        "deal_of "
        "签署 签订 签约 达成 协议 约定 承诺 订立 合意 署名 調印 締結 契約を結 協定 約束"
    ),
    "approved": (
        "approved approval cleared clears upheld authorised authorized waved_through "
        "consented green-lit ratified nodded granted "
        "批准 放行 核准 获批 许可 认可 承認 認可 認めた 許可 可決 核发"
    ),
    "blocked": (
        "blocked prohibited banned vetoed barred must_sell "
        "禁止 否决 驳回 叫停 阻止 禁じ 却下 阻止 不承認 宣告失效"
    ),
    "announced": (
        "announced said says unveiled told reported published disclosed revealed "
        "order_of "
        "statement press_release notice confirmed let_it_slip gave called made_the "
        "proposal offered bid bids adds pledge law "
        "宣布 宣佈 公布 发布 报道 报导 表示 通报 披露 透露 说 称 公告 刊登 消息 讯 "
        "发起 列为 抬价 出价 提出 "
        "确认 决议 命令 行政令 下达 提议 推出 "
        "発表 表明 公表 報じ 述べ 明らか 説明 声明 伝え 公開 公にな 提案 示した 指定 "
        "引き上げ 選んだ 決め 打ち出 "
        "回应 转载 写道 答记者问 規制した lists demand_of "
        "要請 まとめた 加え 開いた 出した"
    ),
    "meeting": (
        "meeting meetings met meet meets summit talks visit visits visited trip "
        "hearing "
        "interview interviewed press_conference conference_call conference "
        "会议 会谈 会面 会见 会晤 约见 约谈 峰会 访问 到访 专访 记者会 发布会 法说会 "
        "磋商 听证 通话 握手 "
        "会談 会見 会議 首脳 訪米 訪問 訪中 訪日 面会 協議 総会"
    ),
    "effective": (
        "effective takes_effect take_effect took_effect in_force into_force goes_into "
        "enters_into_force take_force apply applies suspended_from until_when "
        "生效 实施 施行 执行 起征 开征 启用 加征 暂停 适用 豁免 恢复 停止 终止 "
        "発効 施行 適用 実施 発動 停止"
    ),
    "deadline": (
        "by until deadline before no_later_than expires expire expiry through "
        "end_of last_day up_to "
        "前 之前 截止 期限 为止 到期 届满 底前 到 至 "
        "まで までに 期限 期日 締め切り 迄"
    ),
    "closed": (
        "closed completed completes acquired took_over took_the_rest finished "
        "concluded "
        "bought_out completion "
        "完成 交割 过户 取得 完了 終え 買収した 取得した 子会社化"
    ),
    "expected": (
        "expected expects scheduled set_for set_to aims hopes plans planned to_close "
        "will targeted due_to slated anticipated eyes "
        "预计 预期 计划 拟 目标 有望 将 料 可望 "
        "予定 見込 見通 計画 目指 方針 目途 めど"
    ),
    "closing": (
        "close closing completion complete closes completed done deal_to_close to_sign "
        "sign finalise finalize "
        "完成 交割 成交 收购 完了 終える 成立 取得 クロージング"
    ),
    # Things that are none of the deal's own steps.
    "other": (
        "founded established listed_in listed_since since built production opened "
        "bought_in market_value closing_price arrived census referendum construction "
        "groundbreaking operation opening raised was_listed "
        "成立 创立 以来 同期 收支 设立 投产 量产 动工 试产 商转 生产 整地 输出 退运 "
        "上市 收市 公投 接任 资本支出 "
        "分步 买下 出售 "
        "設立 創業 背景 着工 稼働 生産 量産 開所 操業 介入 安値 売却 向かう 就任"
    ),
}
_PEOPLE = {
    "speech": (
        "said says told added tells noted notes wrote writes called calls described "
        "asked insisted warned argued stated spokesperson_said spoke commented replied "
        "urged explained put_it quipped according_to declared posted admitted smiling "
        "who_said was_quoted proclaimed quoted_as "
        "speaks thinks thanked hailed praised dubbed dismissed claimed accused "
        "conceded acknowledged stressed remarked joked responded cautioned welcomed "
        "criticised criticized defended complained believes promised vowed writing "
        "saying telling calling spelled_out "
        "说 表示 称 指出 强调 认为 回应 透露 坦言 直言 形容 写道 喊话 告诉 宣称 呼吁 "
        "警告 提到 批评 "
        "说法 证明 重申 补充 解释 介绍 声明 通报 喊 补一句 谓 直呼 反问 为由 呼吁 "
        "声称 感叹 说道 回呛 抨击 指责 驳斥 反驳 抱怨 承认 "
        "称赞 感谢 反击 谈到 定性 直指 呛 炮轰 质疑 写信 发文 唱反调 "
        "述べ 語 話 説明 強調 指摘 コメント 主張 明かし 答え 批判 訴え 反論 との見方 "
        "とした 表明 "
        "記し 投稿 発言 非難 求め 反発 息巻 釘を刺 一点張り 演説 書簡 談話 こう "
        "呼びかけ 歓迎 "
        "ノーコメント 応じ 紹介 たとえ"
    ),
    "anonymous": (
        "asked_not_to_be_named on_condition_of_anonymity requested_anonymity "
        "people_familiar "
        "person_familiar sources_said sources_familiar a_source insiders insider "
        "person_close people_close declined_to_be_named not_to_be_identified anonymous "
        "知情人士 消息人士 匿名 不愿透露姓名 据悉 不具名 内部人士 知情者 "
        "関係者 匿名 消息筋 関係筋"
    ),
}
_NEGATION = {
    "negation": (
        "not no never none neither nor without cannot won't hasn't haven't didn't "
        "isn't "
        "wasn't aren't doesn't nothing nobody yet_to denied denies rather_than "
        "没有 未 尚未 并未 不 无 否认 从未 并非 没 仍未 "
        "ない なかった せず ぬ 否定 いない おらず"
    ),
    "conditional": (
        "if once would could might may should unless whether subject_to provided "
        "conditional_on depends_on hinges "
        "如果 若 倘若 可能 或将 或 须经 取决于 一旦 "
        "もし 場合 可能性 条件 れば 前提"
    ),
    "modal": (
        "will shall to_be is_to are_to expected_to plans_to scheduled_to set_to "
        "hopes_to "
        "aims_to seeks_to intends_to due_to "
        "将 拟 计划 预计 有望 准备 打算 "
        "予定 見込み 方針 見通し 計画"
    ),
    "attributed": (
        "according_to reported reportedly people_familiar sources said_to "
        "media_reports "
        "press_reports allegedly rumoured rumored "
        "据报道 报道称 据悉 传 市场传出 有传 消息称 报道说 "
        "によると 報じた 報道によれば 関係者によれば とみられる"
    ),
}
_PART = {
    "acquirer": (
        "acquir* buy buys bought takes_over taken_over takeover purchase 收购 并购 "
        "入股 "
        "買収 取得 完全子会社"
    ),
    "investor": "invest* pledge* stake 投资 出资 投資 出資",
    "lender": "loan* lend* guarantee* 贷款 担保 融資 保証",
    "reviewer": (
        "review* investigat* probe approv* clear cleared 审查 审批 批准 审议 调查 "
        "承認 監督"
    ),
    "imposer": "impose* tariff* ban restrict* 管制 制裁 关税 公告 規制",
    "operator": "operate* led_by run_by 运营 主导 運営",
    "media": "report* newspaper 报道 专访 電 讯 報じ",
    # Named as an example, a customer, an adviser or a possible victim.
    "aside": (
        "such_as like including customers competitors rival rivals advised adviser "
        "advisers advisors analysts_at analyst_at listed_on traded_on for_example "
        "could "
        "may_see might potentially should_watch monitor refer_to data_from "
        "例如 诸如 客户 竞争对手 顾问 分析师 股价 等企业 等公司 アナリスト 顧客 競合"
    ),
}
FAMILIES = {
    "status": _STATUS, "date": _DATES, "money": MONEY, "not": NOT_DEAL, "deal": DEAL,
    "people": _PEOPLE, "part": _PART, "mood": _NEGATION,
}  # fmt: skip
CUES = build_lexicon(
    {
        f"{family}:{kind}": words.split()
        for family, kinds in FAMILIES.items()
        for kind, words in kinds.items()
    }
)
