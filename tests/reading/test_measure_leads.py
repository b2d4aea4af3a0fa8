"""First sentences of measures in three languages: kind, type, direction and imposer."""

import pytest

from kuroshio.app import Workspace, make_brief, open_knowledge

# One a line: sentence, types that are right, direction, country of the imposer.
LEADS = """
The U.S. Commerce Department on Monday slapped preliminary countervailing duties on solar cells from four Southeast Asian countries where Chinese firms have plants.|tariff|+1|US
China will suspend for one year the export controls on rare earth equipment that it announced in October, the Ministry of Commerce said.|suspension|-1|CN
The Federal Communications Commission voted on Tuesday to stop approving new devices that contain components from Huawei or DJI.|ban|+1|US
Washington moved on Friday to bar American investors from funding Chinese companies that develop quantum computers and advanced chips.|ban,other|+1|US
Beijing has launched an anti-dumping investigation into Japanese dichlorosilane, a gas used in making chips.|tariff,other|+1|CN
The European Commission wants member states to strip Huawei and ZTE equipment from their networks within three years.|ban,other|+1|EU
India's commerce ministry recommended a safeguard duty of 12 percent on flat steel for three years.|tariff|+1|IN
Vietnam has imposed temporary anti-dumping levies of up to 27.83 percent on hot-rolled coil from China.|tariff|+1|VN
Mexico's Senate approved a bill raising tariffs to as much as 50 percent on cars, textiles and steel from China and other countries without a trade deal.|tariff|+1|MX
Canada said it would match the United States with a 100 percent surtax on Chinese electric vehicles.|tariff|+1|CA
The Dutch government revoked licences that allowed ASML to ship some deep ultraviolet machines to Chinese customers.|export_control|+1|NL
The Treasury Department sanctioned three Shandong refineries over purchases of Iranian crude.|listing,ban|+1|US
President Trump said imports of trucks would face a 25 percent tariff from November 1.|tariff|+1|US
The United States will let Nvidia sell its H200 chips to approved customers in China, taking a 25 percent cut.|easing|-1|US
The U.S. Trade Representative extended exclusions from Section 301 tariffs for 178 products until November 2026.|suspension,easing|-1|US
China resumed purchases of American soybeans, with Cofco booking three cargoes, after tariffs were cut.|easing,other|-1|CN
Australia's government rejected a request to extend duties on Chinese aluminium extrusions, letting them lapse.|expiry,easing|-1|AU
The Bureau of Industry and Security told Synopsys, Cadence and Siemens that licence requirements for sales of chip design software to China had been lifted.|easing|-1|US
China's cyberspace regulator told companies to stop buying Nvidia's RTX Pro 6000D chips.|ban|+1|CN
South Korea granted visa-free entry to Chinese tour groups from the end of September.|easing|-1|KR
Regulators in Beijing fined the delivery platforms and ordered them to curb subsidies.|other|+1|CN
The House of Representatives passed a bill to bar federal agencies from contracting with Chinese biotechnology companies.|ban|+1|US
Indonesia will cut mining quotas for nickel ore next year by a third to lift prices.|export_control,other,ban|+1|ID
The Democratic Republic of Congo replaced its ban on cobalt exports with annual quotas.|export_control,easing,ban|+1|CD
Zimbabwe will forbid exports of lithium concentrates from January 2027.|export_control,ban|+1|ZW
The Biden administration finalised a rule that bans Chinese software in connected vehicles.|ban|+1|US
Tokyo will tighten screening of exports of semiconductor gear to 42 Chinese organisations added to its end-user list.|export_control,listing|+1|JP
The People's Bank of China cut the seven-day reverse repo rate by ten basis points.|easing|+1|CN
Russia introduced a ban on exports of petrol until the end of the year.|export_control,ban|+1|RU
China's finance ministry will pay consumers who replace old appliances 20 percent of the price.|subsidy|+1|CN
Beijing scrapped a consumption tax rebate on exports of refined copper.|other,expiry,fee,easing|-1|CN
The Pentagon added CATL and Tencent to a roster of firms said to work with the Chinese army.|listing|+1|US
The Section 232 investigation into polysilicon and its derivatives was opened on July 1, the Commerce Department said.|tariff,other|+1|US
美国联邦通信委员会12月22日将所有外国制造的无人机及关键零部件列入受管制清单，大疆新产品将无法获得认证。|listing,ban|+1|US
欧盟委员会提出修订网络安全法，拟要求成员国三年内从移动网络中移除华为、中兴设备。|ban,other|+1|EU
商务部宣布，自即日起对原产于日本的进口二氯二氢硅发起反倾销立案调查。|tariff,other|+1|CN
国家新闻出版署就网络游戏管理办法征求意见，拟限制充值额度，禁止每日登录奖励。|other,ban|+1|CN
国务院办公厅印发通知，自2025年1月1日起向三周岁以下婴幼儿家庭每孩每年发放3600元育儿补贴。|subsidy|+1|CN
商务部、海关总署公告，自9月15日起对锑、超硬材料相关物项实施出口管制，未经许可不得出口。|export_control|+1|CN
商务部裁定自3月29日起终止对澳大利亚进口葡萄酒征收反倾销税和反补贴税。|easing,expiry|-1|CN
交通运输部宣布暂停对美国船舶收取特别港务费一年。|suspension|-1|CN
美方宣布暂停实施出口管制50%穿透性规则一年。|suspension|-1|US
美国财政部将重庆一家炼油厂列入制裁名单，称其购买伊朗原油。|listing|+1|US
印度政府对原产于中国的光伏电池片征收为期三年的反倾销税。|tariff|+1|IN
韩国对中国团体游客实施临时免签政策。|easing|-1|KR
国家医保局公布第十批药品集采结果，62种药品平均降价七成。|other|+1|CN
财政部明确，延续新能源汽车免征车辆购置税政策至2027年底。|subsidy,easing|+1|CN
证监会宣布阶段性收紧IPO，并限制大股东减持。|other,ban|+1|CN
美国总统签署行政令，对巴西、印度等国进口商品加征额外关税，中国小额包裹免税待遇同时终止。|tariff|+1|US
墨西哥参议院通过法案，对来自中国等无自贸协定国家的1400多种商品征收最高50%的关税。|tariff|+1|MX
俄罗斯延长汽油出口禁令至年底。|export_control,ban|+1|RU
日本政府决定对华出口的半导体制造设备23个品类实行许可制。|export_control|+1|JP
歐盟對原產於中國的樹脂徵收臨時反傾銷稅，稅率最高四成。|tariff|+1|EU
香港金管局放寬非住宅物業按揭成數至七成。|easing|-1|HK
澳門政府宣布衛星賭場須於年底前結業。|ban,other|+1|MO
米政府は中国製のクレーンに100%の関税を課すと発表した。|tariff|+1|US
米通商代表部は、中国で建造された船舶への入港料の徴収を1年間停止すると発表した。|suspension|-1|US
中国商務省は日本産の化学材料ジクロロシランについて反ダンピング調査を始めたと発表した。|tariff,other|+1|CN
米商務省は、中国企業が半数以上出資する子会社にも輸出規制を適用するルールの実施を1年間見送る。|suspension|-1|US
欧州連合は通信網から華為技術の機器を排除するよう加盟国に義務付ける。|ban,other|+1|EU
中国は日本産水産物の輸入を事実上停止した。|ban|+1|CN
インド政府は中国製鋼材に3年間のセーフガード関税を適用することを決めた。|tariff|+1|IN
韓国政府は中国産の厚板に最大34%の反ダンピング関税を5年間課すことを決めた。|tariff|+1|KR
中国政府は黒鉛の輸出許可制を一部緩和した。|easing|-1|CN
財務省は中国産の黒鉛電極に対し95.2%の不当廉売関税を課した。|tariff|+1|JP
中国人民銀行は預金準備率を0.5ポイント引き下げた。|easing|+1|CN
"""  # noqa: E501  a sentence is one line, as documents have it


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace()


@pytest.mark.parametrize("line", LEADS.strip().splitlines())
def test_a_first_sentence_tells_its_measure(line, workspace, tmp_path):
    text, types, direction, imposer = line.split("|")
    path = tmp_path / "lead.txt"
    path.write_text(f"{text}\n", encoding="utf-8")
    knowledge = open_knowledge(workspace)

    brief = make_brief([str(path)], workspace=workspace)

    assert brief.sheet.event.kind == "measure"
    assert brief.sheet.event.type in types.split(",")
    cause = brief.sheet.causes[0]
    assert cause.direction == int(direction)
    holder = knowledge.posts.get(cause.imposer or "")
    body = holder.institution if holder else cause.imposer
    assert knowledge.country_of(body or "") == imposer
    assert cause.themes
