from __future__ import annotations

import pytest

from backend.rules import Pack, checklist

BASE = ["form", "identity", "employment_certificate"]

ANNEX = """
填表时间 姓名 性别 民族 政治面貌 文化程度 婚否 照片 身份证号码 就业创业证号 失业时间 户籍地址 联系电话
申报困难人员类别 所提供资料 就业创业意愿
街道(乡镇)人力资源社会保障事务站所或社区初审意见 (盖章) 年月日 县(区)公共就业服务机构认定意见 (盖章) 年月日
"""


def test_the_form_has_the_fields_of_the_annex_in_their_order(xinyu: Pack) -> None:
    assert [field.label.replace(" ", "") for field in xinyu.form.fields] == ANNEX.split()
    assert [field.number for field in xinyu.form.fields] == list(range(1, 23))


def test_the_boxes_are_those_of_the_annex(xinyu: Pack) -> None:
    boxes = {
        name: [o.label for o in xinyu.form[name].options] for name in ("categories", "materials", "wishes")
    }
    assert boxes == {
        "categories": ['城镇"4050"人员', "零就业家庭成员", "残疾失业人员", "城乡脱贫劳动力", "失地人员"],
        "materials": [
            "本人身份证和户口本",
            '"零就业家庭"证明',
            "《残疾人证》",
            "城乡脱贫劳动力(原城乡贫困劳动力)证明材料",
            "承包土地被征用证明材料",
        ],
        "wishes": [
            "就业推荐",
            "就业(创业)培训",
            "创业服务",
            "公益性岗位安置",
            "灵活就业(社会保险补贴)",
            "其他",
        ],
    }
    assert [o.label for o in xinyu.form["categories"].options] == [c.printed for c in xinyu.categories]
    printed = {item.id: item.printed for item in xinyu.requirements if item.printed}
    assert printed == {o.value: o.label for o in xinyu.form["materials"].options}


def test_nothing_is_asked_that_the_id_number_tells(xinyu: Pack) -> None:
    assert xinyu.form["sex"].filled_by == "derived"
    assert xinyu.form["sex"].derived_from == "id_number"


@pytest.mark.parametrize(
    ("categories", "papers"),
    [
        (["X1"], BASE),
        (["X2"], [*BASE, "zero_employment_proof"]),
        (["X3"], [*BASE, "disability_certificate"]),
        (["X4"], [*BASE, "alleviation_proof"]),
        (["X5"], [*BASE, "land_proof"]),
        (["X5", "X1", "X3"], [*BASE, "disability_certificate", "land_proof"]),
    ],
)
def test_papers_are_the_union_of_the_categories(
    xinyu: Pack, categories: list[str], papers: list[str]
) -> None:
    assert [item.id for item in checklist(xinyu, categories, {}) if item.needed] == papers


def test_xy_15_4050_is_told_that_no_proof_of_age_is_needed(xinyu: Pack) -> None:
    (not_needed,) = (item for item in checklist(xinyu, ["X1"], {}) if not item.needed)
    assert "无需提供证明材料" in not_needed.reason
    assert "无需提供证明材料" in xinyu.citations[not_needed.citation_id].text
    assert all(item.needed for item in checklist(xinyu, ["X3"], {}))


def test_either_of_two_papers_will_do(xinyu: Pack) -> None:
    identity = next(item for item in checklist(xinyu, ["X1"], {}) if item.id == "identity")
    assert [alternative.id for alternative in identity.alternatives] == ["id_card", "hukou_book"]
    land = next(item for item in checklist(xinyu, ["X5"], {}) if item.id == "land_proof")
    assert [alternative.issuer for alternative in land.alternatives] == ["当地自然资源部门", "乡镇（街道）"]


def test_whoever_is_not_registered_is_told_to_register_first(xinyu: Pack) -> None:
    notes = [
        next(item for item in checklist(xinyu, ["X1"], answers) if item.id == "employment_certificate").note
        for answers in (
            {"unemp.registered": False},
            {"unemp.registered": True},
            {"unemp.registered": None},
            {},
        )
    ]
    assert ["请先免费办理" in note for note in notes] == [True, False, False, False]
    assert all("仍然有效" in note for note in notes)


def test_an_unknown_category_is_no_empty_list(xinyu: Pack) -> None:
    with pytest.raises(KeyError):
        checklist(xinyu, ["X9"], {})


def test_the_two_reviews_and_the_steps_of_the_first(xinyu: Pack) -> None:
    first, second = xinyu.stages
    assert (first.id, first.level, [s.id for s in first.steps if s.required]) == (
        "preliminary",
        "station",
        ["record_match", "home_visit"],
    )
    assert (second.id, second.level, second.steps) == ("final", "county", ())
    assert xinyu.route.places == ("hukou", "residence")
    assert xinyu.waiting_months == 3
