"""Answers of the documented shapes, written for these tests."""

import json

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Actions</title><link>{home}/</link>
<item><title>Adjusting Imports of Steel</title><link>{home}/a/1?utm_source=rss</link>
<pubDate>Thu, 12 Feb 2026 19:30:00 +0000</pubDate><guid>{home}/?p=1</guid>
<description>Short.</description>
<content:encoded><![CDATA[<p>A tariff of <b>25&#37;</b> on steel.</p><script>x()</script>]]></content:encoded></item>
<item><title>Nominations &amp; Withdrawals</title><link>{home}/a/2</link>
<pubDate>Wed, 11 Feb 2026 10:00:00 -0500</pubDate></item></channel></rss>"""
RSS1 = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{home}/"><title>首相官邸</title></channel>
<item rdf:about="{home}/a/1"><title>対米投資について</title><link>{home}/a/1</link>
<dc:date>2026-02-12T09:00:00+09:00</dc:date></item>
<item rdf:about="{home}/a/2"><title>閣議</title>
<dc:date>2026-02-11</dc:date></item></rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>METI</title>
<entry><title>輸出管理の強化について</title><link rel="self" href="{home}/self"/>
<link href="{home}/a/1"/><updated>2026-02-18T09:00:00+09:00</updated><id>tag:1</id>
<summary/></entry>
<entry><title>6-K - NAME (0001234567) (Filer)</title><link href="{home}/a/2"/>
<summary type="html">&lt;b&gt;Filed:&lt;/b&gt; 2026-02-12</summary>
<updated>2026-02-12T06:01:22-05:00</updated><category term="6-K"/><id>tag:2</id>
</entry></feed>"""
FEDERAL_REGISTER = json.dumps(
    {
        "count": 1,
        "results": [
            {
                "document_number": "2026-01234",
                "type": "Rule",
                "title": "Additions to the Entity List",
                "abstract": "BIS adds entities.",
                "agencies": [{"name": "Industry and Security Bureau"}],
                "publication_date": "2026-01-30",
                "effective_on": "2026-02-02",
                "html_url": "{home}/a/1",
            }
        ],
        "next_page_url": None,
    }
)
INSPECTION = json.dumps(
    {
        "count": 1,
        "results": [
            {
                "document_number": "2026-02222",
                "filed_at": "2026-02-12T08:45:00.000-05:00",
                "filing_type": "regular",
                "title": "Revisions to Export Controls",
                "agency_names": ["Industry and Security Bureau"],
                "pdf_url": "{home}/a/1.pdf",
            }
        ],
    }
)
GOV_CN = json.dumps(
    {
        "searchVO": {
            "catMap": {
                "gongwen": {"listVO": []},
                "bumenfile": {
                    "listVO": [
                        {
                            "title": "商务部关于<em>稀土</em>出口管制的公告",
                            "url": "{home}/a/1",
                            "puborg": "商务部",
                            "pcode": "2026年第1号",
                            "pubtimeStr": "2026.02.12",
                        }
                    ]
                },
                "otherfile": None,
            }
        }
    },
    ensure_ascii=False,
)
CSRC = json.dumps(
    {
        "data": {
            "results": [
                {
                    "title": "境外上市备案",
                    "content": "<p>公告</p>",
                    "url": "/a/1",
                    "publishedTimeStr": "2026-02-12 17:30:00",
                    "channelName": "要闻",
                    "manuscriptId": "7",
                }
            ]
        }
    },
    ensure_ascii=False,
)
CNINFO = json.dumps(
    {
        "announcements": [
            {
                "secCode": "300179",
                "secName": "四方达",
                "announcementTitle": "关于对外投资的公告",
                "announcementTime": 1771891200000,
                "adjunctUrl": "finalpage/2026-02-24/1225.PDF",
            }
        ]
    },
    ensure_ascii=False,
)
SZSE = json.dumps(
    {
        "announceCount": 1,
        "data": [
            {
                "title": "关于对外投资的公告",
                "publishTime": "2026-02-12 18:05:11",
                "attachPath": "/disc/1.PDF",
                "secCode": ["300179"],
                "secName": ["四方达"],
            }
        ],
    },
    ensure_ascii=False,
)
_SSE_BODY = json.dumps(
    {
        "pageHelp": {
            "data": [
                {
                    "SECURITY_CODE": "688981",
                    "SECURITY_NAME": "中芯国际",
                    "TITLE": "关于关税影响的公告",
                    "URL": "/disclosure/1.pdf",
                    "SSEDATE": "2026-02-12",
                }
            ]
        }
    },
    ensure_ascii=False,
)
SSE = f"kuroshio({_SSE_BODY})"
LINKS = """<html><body><ul>
<li><a href="/zcfb/dwmygl/art/2026/art_0a1b.html" title="公布对稀土物项实施出口管制的决定">公布对稀土…</a><span>[2026-02-12]</span></li>
<li><a href='/zcfb/art/2026/art_0a1c.html'>关于反倾销的公告</a><span>2026-02-11</span></li>
<li><a href="iteminfo.jsp?id=20371">关于印发节能降碳改造的通知</a><span>2026-02-10</span></li>
<li><a href="/tiaofasi/144941/144957/5590123/index.html">中国人民银行令</a></li>
<li><a href="/ja/information/press/press-2025/press_00123.html">米国向け融資</a></li>
<li><a href="/about.html">关于我们</a></li></ul></body></html>"""
SCREENING = """source,entity_number,name,addresses,country,start_date,alt_names,source_list_url
Entity List (EL),,"Inspur Group, Co.","Jinan, CN",CN,2023-03-02,浪潮集团; Inspur,https://x.example
Specially Designated Nationals (SDN),17526,ACME,"Moscow, RU",RU,,,https://x.example
"""
OFAC = (
    '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA"\n173,"ANGLO-CARIBBEAN",-0- ,"CUBA"\n\x1a\n'
)
HKEX = json.dumps(
    [{"c": "00700", "i": 7609, "n": "TENCENT"}, {"c": "00981", "i": 1, "n": "SMIC"}]
)
GPR = "month,GPR,GPRC_CHN\n2026-01-01,151.2,0.9\n"
COMTRADE = json.dumps(
    {
        "data": [
            {
                "reporterCode": 156,
                "flowCode": "X",
                "cmdCode": "710510",
                "partnerCode": 842,
                "period": "2024",
                "primaryValue": 12.5,
            }
        ]
    }
)
BY_PARSER = {
    "feed": RSS2,
    "federal-register": FEDERAL_REGISTER,
    "public-inspection": INSPECTION,
    "gov-cn-library": GOV_CN,
    "csrc": CSRC,
    "cninfo": CNINFO,
    "szse": SZSE,
    "sse": SSE,
    "links": LINKS,
    "gpr": GPR,
    "comtrade": COMTRADE,
    "screening-list": SCREENING,
    "ofac-list": OFAC,
    "hkex-stocks": HKEX,
}
