//! How offices write the headings of a sign-in sheet and of a list of scores: one table of
//! synonyms.

use super::synonym::{Reading, Spelling, or_perhaps, read_as, sure};

/// Written as [`plain`](super::synonym::plain) makes them.
#[rustfmt::skip]
pub(super) const SPELLINGS: &[Spelling] = &[
    sure("name", &[
        "姓名", "学员姓名", "参训人员", "参训人员姓名", "参会人员", "人员姓名", "儿童主任姓名", "儿童主任", "学员", "名字",
        "name", "fullname", "trainee", "director",
    ]),
    or_perhaps(
        sure("village", &[
            "村居", "村居名称", "村社区", "村社区名称", "村居社区", "所在村居", "所在村", "所属村居", "任职村居", "行政村",
            "村名", "村居委会", "村委会", "村", "社区", "village", "villagename",
        ]),
        &["单位", "工作单位", "所在单位", "所属单位", "参训单位"],
    ),
    sure("township", &[
        "乡镇", "所在乡镇", "所属乡镇", "乡镇街道", "乡镇名称", "镇街", "街道", "镇", "township", "town",
    ]),
    sure("id_number", &[
        "公民身份号码", "身份证号码", "身份证号", "身份证", "居民身份证号码", "证件号码", "证件号", "idnumber", "idno",
        "idcard",
    ]),
    sure("phone", &[
        "手机号码", "手机号", "手机", "联系电话", "联系方式", "电话号码", "电话", "移动电话", "mobile", "phone",
        "phonenumber", "telephone",
    ]),
    read_as(Reading::PresentIfYes, or_perhaps(
        sure("state", &[
            "签到状态", "签到情况", "签到结果", "考勤状态", "考勤情况", "考勤", "出勤", "出勤情况", "到会情况", "到场情况",
            "参训情况", "出席情况", "是否到会", "是否签到", "是否到场", "是否参训", "是否出席", "attendance", "present",
            "attended",
        ]),
        &["签到", "状态", "到会", "情况", "state", "status", "signedin"],
    )),
    or_perhaps(
        sure("time", &[
            "签到时间", "签到时刻", "到会时间", "到场时间", "报到时间", "入场时间", "signintime", "signin", "checkin",
            "checkintime", "arrived",
        ]),
        &["签到", "时间", "time"],
    ),
    or_perhaps(
        sure("out", &[
            "签退时间", "签退时刻", "离场时间", "离会时间", "signouttime", "signout", "checkout", "checkouttime", "left",
        ]),
        &["签退", "out"],
    ),
    sure("score", &[
        "成绩", "分数", "得分", "考试成绩", "测验成绩", "测试成绩", "考核成绩", "考试分数", "测验分数", "测试分数", "总分",
        "score", "points", "marks",
    ]),
    read_as(Reading::PassIfYes, or_perhaps(
        sure("result", &[
            "是否合格", "合格情况", "是否通过", "考核结果", "考试结果", "测验结果", "测试结果", "培训结果", "合格", "结果",
            "result", "outcome", "passed",
        ]),
        &["考核", "结论", "评定"],
    )),
];
