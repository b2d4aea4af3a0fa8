"""Words that say what a sum of money is: whose, what for, and whether it is at all.

Three families, each in English, Chinese and Japanese: what a sum does in a deal
(``DEAL``), which of a deal's sums it is (``MONEY``), and what makes it none of the
deal's (``NOT_DEAL``). An underscore stands for a space, a trailing star for any ending.
"""

DEAL = {
    "invest": (
        "invest* pledge* pledging commit commits committed commitment* inject* plough* "
        "pour* spend* spent build builds building set_up plant plants factory "
        "factories project* joint_venture venture stake stakes capital_increase "
        "expansion complex campus data_centre* data_center* mill refinery smelter "
        "production_line subscrib* fund funds funding vehicle envelope first_phase "
        "tranche equity put_up put_in putting_up puts earmark* allocat* channel* "
        "capital_injection outlay cost costs costing raise raises raised placement "
        "投资 投入 出资 注资 增资 斥资 耗资 建设 建厂 设厂 兴建 新建 扩建 扩产 工厂 "
        "项目 入股 认购 募集 募资 承诺 追加 加码 基金 合资 资金 分期 首期 一期 二期 "
        "砸下 掏出 动用 出动 落户 造价 新厂 定增 配售 募投 "
        "投資 投じ 出資 出融資 投融資 拠出 注ぎ 増資 引き受け 建設 新設 新工場 事業費 "
        "増強 拡張 プロジェクト ファンド 約束 工場 設備 着工 充て 振り向け 資金 第1期 "
        "第2期 資本金 合弁"
    ),
    "acquire": (
        "acquir* buy buys buying bought purchase* takeover takeovers bid bids offer "
        "offers offered pay pays paid payable paying sell sells sold sale_of "
        "sale_price divest* merger merge* consideration transaction deal deals "
        "all-cash tender_offer buyout shareholding swap price_tag "
        "购买 收购 并购 买下 购入 受让 转让 作价 对价 代价 交易 出售 卖给 报价 要约 "
        "出价 "
        "支付 股权 股份 买断 接盘 现金 成交价 付款 价款 竞购 "
        "購入 買収 取得 買い取 買い付け 公開買付 tob 譲渡 売却 株式 買う 買った "
        "完全子会社 "
        "支払 株を 提示 買値 対価 現金"
    ),
    "lend": (
        "loan loans lend* lent credit_line credit_facility borrow* bond bonds notes "
        "guarantee* insur* financing finances syndicat* mortgage "
        "贷款 借款 授信 信贷 债券 担保 放款 借出 借入 答应借 银团 保函 "
        "融資 貸付 貸し付け 借り入れ 借入 社債 保証 保険の 債券"
    ),
    "goods": (
        "buy_more procure* lng liquefied soybean* aircraft "
        "jets energy_products farm_goods agricultural_products arms weapons turbines "
        "contract contracts "
        "采购 订购 买入 液化天然气 大豆 农产品 能源产品 飞机 军购 军售 合同 买进 "
        "調達 発注 液化天然ガス 農産物 航空機 防衛装備"
    ),
    "aid": (
        "subsid* grant grants aid incentive* tax_credit* tax_break* state_support "
        "award* rebate* bailout "
        "补贴 补助 资助 奖励 扶持 拨款 抵减 减免 纾困 "
        "補助 助成 支援 交付 奨励"
    ),
    "fee": (
        "break-up breakup termination_fee break_fee reverse_termination penalty fee "
        "fees deposit escrow refund commission royalt* indemnit* "
        "终止费 分手费 违约金 保证金 手续费 解约金 反向终止 佣金 定金 订金 "
        "違約金 解約金 手数料 手付金"
    ),
}
MONEY = {
    "total": (
        "worth valued total in_all altogether overall combined deal_value "
        "enterprise_value "
        "headline purchase_price investment_of vehicle package all_told sum_of "
        "worth_about worth_some comes_to amounts_to totalling totaling totals "
        "price_of put_at valued_at consideration "
        "总额 总值 总价 总计 合计 共计 总投资 总规模 交易额 作价 总作价 总作價 代价 "
        "规模 交易价值 对价 企业价值 斥资 总造价 总金额 投资额 投资总额 基准价 成交价 "
        "交易金额 金额 "
        "総額 合計 買収額 取得額 投資額 総投資額 規模 総事業費 計 譲渡額 売却額 "
        "投資枠 枠は 枠が まで入れて 含めて 含めると 足し上げ 合わせて 取得価額 "
        "買収総額 事業費 企業価値"
    ),
    "part": (
        "of_which of_that including includes each further additional another extra "
        "first_phase tranche initial remaining the_other the_rest first_batch phase "
        "of_the_total of_the_sum equity_value falls_into debt loan loans grants "
        "comprises portion split instalment* installment* "
        "the_remainder component* upfront up-front made_up_of consists "
        "其中 首批 首期 第一期 第二期 另 追加 再投 分别 各 用于 部分 首笔 剩余 "
        "自有资金 "
        "贷款 其余 余下 首付 尾款 首阶段 首年 一期 二期 包括 余额 自筹 "
        "うち 第1弾 第一弾 追加 それぞれ 各 一部 残り 残る 融資 初回 内訳 第2弾 第1期 "
        "第2期 第一期 第二期 頭金 順に 当初 分担 差額 差の"
    ),
    "limit": (
        "limited_to cap capped ceiling up_to maximum at_most no_more_than as_much_as "
        "not_exceed limit credit_line threshold thresholds exceeding_the "
        "上限 最高 最多 至多 不超过 封顶 额度 上限为 限额 最大 门槛 起征点 "
        "上限額 融資枠 与信枠 借入枠 限度 を限度 しきい値 基準額"
    ),
    "price": (
        "per_share a_share per_ton per_barrel offer_price minimum_price "
        "no_less_than_eur "
        "每股 每吨 每桶 单价 收购价 发行价 每辆 1株 当たり 単価"
    ),
}
NOT_DEAL = {
    # The text takes the sum back.
    "denied": (
        "denied denies deny denying no_such not_true false incorrect dismissed "
        "never_confirmed not_confirmed are_not_ours nor_does_it no_offer_exists "
        "not_ours untrue baseless forget_it not_an_investment unfounded fabricated "
        "groundless refuted rebutted debunk* hoax fake inaccurate disavow* "
        "declined_to_comment_on_that never_been_confirmed no_basis made_up "
        "no_truth has_not_confirmed have_not_confirmed nobody_confirms unverified "
        "cannot_be_verified could_not_be_verified is_a_myth pure_invention "
        "rejected_reports rejected_a_report rejected_the_figure never_said "
        "never_offered never_promised did_not_confirm does_not_confirm no_source "
        "rumour* rumor* nonsense fiction not_the_figure not_a_figure unconfirmed "
        "would_not_confirm refused_to_confirm "
        "否认 驳斥 不实 不属实 没有依据 假消息 不采用 未予采纳 谣言 辟谣 子虚乌有 "
        "未证实 从未证实 没有证实 没有根据 毫无根据 无根据 捏造 虚构 误读 误传 误报 "
        "并无此事 没有此事 无此事 不准确 无法证实 无从证实 尚未证实 网传 传言 传闻 "
        "流言 "
        "未予确认 未获证实 未经证实 没影的事 没有这件事 并非事实 不是真的 不予置评 "
        "未被证实 查无 纯属 没有出处 从未提过 没有说过 不认 不确实 并不属实 "
        "否定した 否定 事実ではない 事実無根 誤り 誤報 根拠がない 根拠はない "
        "投資額ではない 確認していない 確認されていない 確認できていない 確認できない "
        "打ち消 デマ うわさ 噂 憶測 臆測 虚偽 そのような事実 そうした事実 未確認 "
        "裏付け 間違いだ"
    ),
    # Somebody outside reckons, or it is an effect on others.
    "forecast": (
        "economic_output analyst analysts broker brokers some_had_put banker traders "
        "reckon* forecast* would_cost could_cost market_size yearly_bill "
        "indirect gdp could_be_worth speculat* economists economist think_tank "
        "by_one_estimate outside_estimates observers consultancy brokerage "
        "research_firm consultants strategist strategists market_watchers "
        "industry_estimates by_some_estimates economic_impact economic_benefit* "
        "ripple_effect* projected_to could_generate "
        "would_generate expected_to_generate "
        "could_add would_add pundits commentators guess guesses guessed back-of-the "
        "critics campaigners "
        "产值 分析师 分析人士 分析员 券商 投行 大行 投信法人 外界 推算 推估 "
        "据估计 经济效益 市场规模 业界估 业内估 预测 测算 估算 有人估 咨询公司 "
        "有分析 市场传 有人传 外传 谣传 机构估 研究机构 智库 经济学家 "
        "媒体统计 媒体报导的 市场人士 评论员 坊间 研报 乐观估计 带动 "
        "推計 試算 予測 アナリスト 市場規模 経済効果 経済波及効果 波及効果 観測 "
        "ディーラー 専門家 市場関係者 調査会社 シンクタンク 総研 予想 "
        "エコノミスト 筆者 見立て 識者 評論家 という声 声も"
    ),
    # Figures of accounts, trade and markets; they must stand close to the sum.
    "figures": (
        "market_value market_capitalisation market_capitalization market_cap revenue "
        "revenues sales turnover profit profits net_income earnings total_assets "
        "in_assets exports "
        "imports trade_surplus trade_deficit annual_sales budget budgets deficit "
        "fined fine fines order_book valuation charged reserves net_worth surplus "
        "writedown write-down write-off impairment ebitda operating_income loss losses "
        "net_loss has_lost have_lost net_debt in_trade trade_of trade_between "
        "bilateral_trade two-way_trade gross_domestic "
        "gdp damages settlement sued lawsuit salary pay_package bonus dividend "
        "dividends buyback buybacks share_repurchase* backlog order_backlog cash_pile "
        "fortune wealth savings synergies inflows outflows remittances tariff_revenue "
        "customs_revenue arrears under_management balance_sheet compensation "
        "worth_of_goods in_goods shipments shipped ransom box_office in_premiums "
        "tax_receipts in_taxes economy_of "
        "市值 营收 营业收入 营业额 收入 销售额 销售收入 净利润 净利 纯利 利润 盈利 "
        "毛利 "
        "总资产 净资产 资产总额 资产规模 管理资产 出口额 进口额 贸易额 贸易总额 "
        "进出口 双边贸易 国内生产总值 "
        "顺差 逆差 进口的 进口额 外贸 预算 财政收入 税收 罚单 被罚 罚金 赔偿 索赔 赔款 "
        "和解金 减值 身家 财富 薪酬 分红 派息 股息 回购 在手订单 积压订单 成交额 "
        "票房 管理规模 负债 "
        "外销 融资额 净亏损 亏损 出货 计提 少卖 外汇储备 储备 总结余 累计流入 增加值 "
        "罚款 进口上述 商品 余额 存量 少缴 欠缴 欠税 保费 营业利益 税前 每股盈余 "
        "整体估值 整体价值 金额为 货物 货值 "
        "時価総額 売上高 売上 売上収益 純利益 営業利益 経常利益 最終利益 利益 輸出額 "
        "輸入額 輸出は 輸出が 輸入は 輸入が 輸出総額 対米輸出 対中輸出 貿易額 "
        "貿易総額 貿易収支 黒字 赤字 損失 純損失 年商 "
        "減損 "
        "残高 外貨準備 国内総生産 予算 税収 罰金 制裁金 課徴金 賠償 和解金 特別損失 "
        "配当 自社株 受注高 受注残 運用資産 有利子負債 負債 債務 年俸 販売額 出荷額 "
        "生産額 "
        "取扱高 総資産 純資産 計上"
    ),
    # The market's price of a share, not the deal's.
    "quoted": (
        "closing_price closed_at traded_at shares_rose shares_fell share_price_of "
        "trading_at market_price "
        "收盘价 收报 股价 收盘报 市价 现价 报收 盘中 "
        "終値 株価 高値 安値 取引時間"
    ),
    # Another deal, another time, another maker.
    "elsewhere": (
        "separately unrelated another_deal other_deal a_different different_deal "
        "earlier_deal has_invested had_invested "
        "since_it_arrived none_of_it_counted in_the_past in_the_same_park by_contrast "
        "by_comparison compared_with compares_with previous_deal rival_bid not_part_of "
        "neighbour also_bought apart_from_that earlier_pledge of_its_members "
        "not_counted no_part_of does_not_include not_included into_the_site one_reader "
        "spoke_of rival aspiration separate_matter is_separate are_separate "
        "separate_from a_separate nothing_to_do_with competitor competitors unlike "
        "versus dwarfs dwarfed last_year's "
        "excludes excluding has_put_in had_put_in has_spent had_spent "
        "had_bought had_paid own_plans its_own_plans another_company different_from "
        "on_its_own not_to_be_confused in_contrast bigger_than larger_than "
        "smaller_than rivals not_linked no_connection old_deal over_the_years "
        "another_firm "
        "另一笔 无关 无涉 另案 曾在 曾宣布 曾以 上月才 去年曾 "
        "不含 要求动用 与此无关 曾经 曾于 曾投 曾花 曾向 曾称 前身 历史上 往年 "
        "相比之下 另有 不包括 不计入 日媒 不在 不计 另一个买家 竞争对手 对手 合起来 "
        "不能相加 并不是 不是新安排 不算在内 不属于 另一宗 另一项 另一桩 另一起 之外另 "
        "分步收购 自家 不同于 有别于 相较 不相干 没有关系 没关系 不再适用 同行业 "
        "别混为一谈 另一家 上一笔 同业 "
        "別の案件 別件 とは別 無関係 関係ありません 関係ない 関係はない 関係しない "
        "これとは かつて 過去に 前回 含まない 含まれない 別の 別枠 外側 "
        "意欲 対抗 自社の買収 別に進め 競合 ライバル 比べ 上回る規模 単独で 他社 "
        "混同 別途"
    ),
    # Money of before, unless it is added to that of now.
    "before": (
        "previous previously previously_announced already_announced earlier_plan "
        "earlier_plans "
        "先前已公布 此前 早前 "
        "以前に発表 発表済み"
    ),
    # Only together with the lack of any word of the deal, and away from the lead.
    "soft": (
        "played_down disputes "
        "disputed contradicted mistaken wrongly wrong misreported corrected retracted "
        "too_high potential could_reach may_reach boost generate contribute "
        "opportunity damage households consumers researchers professor "
        "think-tank estimates estimated expects_to_earn annual annually "
        "tax payroll spending holdings quarter fiscal earlier_this_year earlier "
        "already so_far to_date another competing meanwhile compare "
        "elsewhere neighbouring in_comparison for_comparison share_price "
        "its_own founder's fell rose shares stock according_to_critics had once "
        "未置评 不置可否 澄清 更正 夸大 并非 未确认 拉动 带来 "
        "贡献 产出 潜在 可达 损失 节省 "
        "成本 专家 学者 教授 业内 业界 研究显示 财政 "
        "出口 进口 研发 同比 全年 季度 年报 此外 另据 与此同时 同期 相比 早在 对比 "
        "累计 "
        "至今 之前 股价 收盘 跌 涨 曾 上半年 另外 "
        "確認を避け 訂正 生み出す 押し上げ 影響額 コスト 教授 "
        "業界団体 前期 通期 "
        "四半期 貿易 研究開発費 年間 一方 なお ほかに "
        "これまで すでに 累計 同業 既に 以前"
    ),
}
