//! How offices write the headings of a list of expenses: one table of synonyms.

use super::synonym::{Spelling, or_perhaps, sure};

/// Written as [`plain`](super::synonym::plain) makes them.
#[rustfmt::skip]
pub(super) const SPELLINGS: &[Spelling] = &[
    sure("name", &[
        "姓名", "儿童主任", "儿童主任姓名", "主任姓名", "报销人", "领款人", "经办人", "人员姓名", "名字",
        "name", "fullname", "director", "who",
    ]),
    or_perhaps(
        sure("village", &[
            "村居", "村居名称", "村社区", "村居社区", "所在村居", "所在村", "任职村居", "行政村", "村名", "村", "社区",
            "village", "villagename",
        ]),
        &["单位", "所在单位"],
    ),
    sure("township", &["乡镇", "所在乡镇", "乡镇街道", "乡镇名称", "镇街", "街道", "镇", "township", "town"]),
    sure("phone", &["手机号码", "手机号", "手机", "联系电话", "联系方式", "电话号码", "电话", "mobile", "phone", "telephone"]),
    or_perhaps(
        sure("day", &["日期", "发生日期", "支出日期", "报销日期", "费用日期", "发放日期", "day", "date", "spenton"]),
        &["时间"],
    ),
    or_perhaps(
        sure("kind", &["费用类别", "费用类型", "支出类别", "支出项目", "费用项目", "类别", "kind", "type", "category"]),
        &["类型", "项目", "用途"],
    ),
    sure("amount", &[
        "金额", "金额元", "费用", "费用金额", "支出金额", "报销金额", "发放金额", "合计金额", "amount", "amountyuan", "yuan", "cost",
    ]),
    sure("source", &["来源", "资金来源", "经费来源", "购买服务项目", "支出渠道", "source", "paidfrom", "fund"]),
    sure("note", &["备注", "说明", "事由", "摘要", "note", "remark", "remarks"]),
];
