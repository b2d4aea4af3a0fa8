"""Which links a cause sets off."""

import pytest

from kuroshio.exposure.scopes import demand_sign, is_set_off, setting_of
from kuroshio.records import Cause

COUNTRIES = {
    "us-commerce": "US",
    "cn-mofcom": "CN",
    "jp-meti": "JP",
    "eu-commission": "EU",
    "fr-treasury": "FR",
    "softbank-group": "JP",
    "catl": "CN",
}


class Known:
    def __init__(self):
        self.issuers, self.themes, self.links = {}, {}, ()

    def issuer_of(self, security):
        return self.issuers.get(security)

    def country_of(self, identity):
        return COUNTRIES.get(identity)


def setting(kind="measure", name="a story", **fields):
    cause = Cause(
        id="c1",
        kind=kind,
        name=name,
        direction=1,
        themes=(),
        evidence=(),
        **fields,
    )
    return setting_of(cause, Known())


@pytest.mark.parametrize(
    ("scope", "fields", "set_off"),
    [
        ("", {"imposer": "us-commerce", "type": "tariff"}, True),
        ("project", {"imposer": "us-commerce", "type": "tariff"}, False),
        ("measure", {"imposer": "us-commerce", "type": "tariff"}, True),
        ("measure:US", {"imposer": "us-commerce", "type": "tariff"}, True),
        ("measure:US", {"imposer": "US", "type": "tariff"}, True),
        ("measure:US", {"imposer": "country-us", "type": "tariff"}, True),
        ("measure:US", {"imposer": "cn-mofcom", "type": "tariff"}, False),
        ("measure:CN", {"imposer": "cn-mofcom", "type": "ban"}, True),
        ("measure:EU", {"imposer": "eu-commission", "type": "tariff"}, True),
        ("measure:EU", {"imposer": "fr-treasury", "type": "tariff"}, True),
        ("measure:NL+EU", {"imposer": "country-nl", "type": "ban"}, True),
        ("measure:foreign", {"imposer": "jp-meti", "type": "ban"}, True),
        ("measure:foreign", {"imposer": "cn-mofcom", "type": "ban"}, False),
        ("measure:foreign", {"imposer": None, "type": "ban"}, True),
        ("measure:CN", {"imposer": None, "type": "ban"}, False),
        ("measure:US:tariff", {"imposer": "us-commerce", "type": "listing"}, False),
        ("measure:US:tariff+ban", {"imposer": "us-commerce", "type": "ban"}, True),
        ("demand", {"imposer": "us-commerce", "type": "tariff"}, False),
    ],
)
def test_a_scope_names_who_imposes_what(scope, fields, set_off):
    assert is_set_off(scope, setting(**fields)) is set_off


@pytest.mark.parametrize(
    ("target", "set_off"),
    [
        (None, True),
        ("country-cn", True),
        ("country-vn", True),
        ("country-jp", False),
        ("country-in", False),
        ("something unheard of", True),
    ],
)
def test_a_foreign_measure_against_others_does_not_reach_chinese_goods(target, set_off):
    given = setting(imposer="us-commerce", type="tariff", target=target)

    assert is_set_off("measure:foreign:tariff", given) is set_off


def test_a_chinese_measure_reaches_chinese_makers_whomever_it_targets():
    given = setting(imposer="cn-mofcom", type="export_control", target="country-jp")

    assert is_set_off("measure:CN:export_control", given)


@pytest.mark.parametrize(
    ("name", "instrument", "kind"),
    [
        ("China suspends export controls on rare earths", None, "export_control"),
        ("暂停稀土出口管制", None, "export_control"),
        ("輸出管理を停止", None, "export_control"),
        ("US suspends port fees", None, "fee"),
        ("truce", "tariff", "tariff"),
        ("撤出实体清单", None, "listing"),
    ],
)
def test_what_is_suspended_is_told_by_the_instrument_or_the_name(
    name, instrument, kind
):
    given = setting(name=name, instrument=instrument, type="suspension", imposer="CN")

    assert given.kinds == {kind}


def test_a_suspension_of_nobody_knows_what_sets_off_every_type():
    given = setting(name="truce", type="suspension", imposer="cn-mofcom")

    assert is_set_off("measure:CN:export_control", given)
    assert is_set_off("measure:CN:tariff", given)


@pytest.mark.parametrize(
    ("fields", "home"),
    [
        ({"location": "country-us"}, False),
        ({"location": "country-us", "operator": "softbank-group"}, False),
        ({"location": "country-us", "operator": "catl"}, True),
        ({"location": "country-cn"}, True),
        ({"location": "country-cn", "operator": "softbank-group"}, False),
        ({}, False),
    ],
)
def test_a_project_is_at_home_when_chinese_build_it(fields, home):
    given = setting("project", type="greenfield", **fields)

    assert is_set_off("project:home", given) is home
    assert is_set_off("project", given) is not home


def test_a_subsidy_counts_as_building_where_it_is_paid():
    abroad = setting(imposer="us-commerce", type="subsidy")
    home = setting(imposer="cn-mofcom", type="subsidy")

    assert is_set_off("project", abroad)
    assert not is_set_off("project:home", abroad)
    assert is_set_off("project:home", home)
    assert is_set_off("measure:CN:subsidy", home)


@pytest.mark.parametrize(
    ("fields", "sign"),
    [
        ({"imposer": "us-commerce", "type": "tariff"}, -1),
        ({"imposer": "us-commerce", "type": "export_control"}, 1),
        ({"imposer": "cn-mofcom", "type": "export_control"}, -1),
        ({"imposer": "cn-mofcom", "type": "tariff"}, 1),
        ({"imposer": "cn-mofcom", "type": "subsidy"}, 1),
        ({"imposer": None, "type": "tariff"}, 0),
        ({"imposer": "us-commerce", "type": "other"}, 0),
        ({"imposer": "us-commerce", "type": "listing"}, 0),
        ({"imposer": "cn-mofcom", "type": "fee"}, 1),
        ({"imposer": "us-commerce", "type": "tariff", "target": "JP"}, 0),
    ],
)
def test_orders_up_the_chain_follow_what_chinese_makers_sell(fields, sign):
    assert demand_sign("demand", setting(**fields)) == sign


def test_what_is_built_anywhere_needs_supplies():
    assert demand_sign("demand", setting("project", type="greenfield")) == 1


def test_what_is_built_abroad_is_not_supplied_by_makers_for_the_home_market():
    abroad = setting("project", type="greenfield", location="country-us")
    home = setting("project", type="greenfield", location="country-cn")
    tariff = setting(imposer="us-commerce", type="tariff")

    assert demand_sign("demand:home", abroad) == 0
    assert demand_sign("demand:home", home) == 1
    assert demand_sign("demand:home", tariff) == -1


def test_other_scopes_pass_no_orders_on():
    assert demand_sign("measure:US", setting(imposer="us-commerce", type="ban")) == 0
