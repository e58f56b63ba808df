//! How offices write the headings of a list of directors: one table of synonyms.

use super::synonym::{Reading, Spelling, or_perhaps, read_as, sure};

/// Written as [`plain`] makes them: without brackets, signs and blanks, in lower case.
#[rustfmt::skip]
pub(super) const SPELLINGS: &[Spelling] = &[
    sure("name", &["姓名", "儿童主任姓名", "主任姓名", "人员姓名", "名字", "儿童主任", "name", "fullname", "director"]),
    or_perhaps(
        sure("village", &[
            "村居", "村居名称", "村社区", "村社区名称", "村居社区", "所在村居", "所在村", "所在村社区", "所属村居",
            "所属村", "任职村居", "任职村", "负责村居", "服务村居", "行政村", "村名", "村别", "村居委会", "村委会",
            "村", "社区", "village", "villagename",
        ]),
        &["职责范围", "工作单位", "所在单位", "单位", "所属单位"],
    ),
    sure("township", &[
        "乡镇", "乡镇街道", "镇街", "镇街道", "街道乡镇", "街道", "乡镇名称", "乡镇街道名称", "所在乡镇", "所属乡镇",
        "所在乡镇街道", "所属乡镇街道", "所属镇街", "所在镇街", "镇乡", "乡镇办", "town", "township", "townshipname",
    ]),
    sure("id_number", &[
        "公民身份号码", "公民身份证号码", "身份证号码", "身份证号", "身份证", "居民身份证号码", "居民身份证号",
        "身份号码", "证件号码", "证件号", "idnumber", "idno", "idcard", "id",
    ]),
    sure("phone", &[
        "手机号码", "手机号", "手机", "移动电话", "联系手机", "联系电话", "联系方式", "电话号码", "电话", "座机",
        "mobile", "phone", "phonenumber", "telephone",
    ]),
    sure("sex", &["性别", "sex", "gender"]),
    sure("birth_day", &["出生日期", "出生年月日", "生日", "birthday", "birthdate", "dateofbirth", "birth"]),
    read_as(Reading::Month, sure("birth_day", &["出生年月"])),
    or_perhaps(
        sure("role", &["登记类型", "人员类型", "role"]),
        &["类别", "类型", "人员类别", "岗位", "职务", "身份"],
    ),
    sure("from", &[
        "任职时间", "任职日期", "上岗时间", "上岗日期", "到任时间", "聘任时间", "聘任日期", "任职起始时间",
        "任职开始时间", "任职时间起", "任职起", "任职年月", "担任儿童主任时间", "from", "since", "start",
    ]),
    sure("to", &[
        "离任日期", "离任时间", "离职日期", "离职时间", "卸任日期", "卸任时间", "免职时间", "任职结束时间",
        "任职时间止", "任职止", "to", "until", "end",
    ]),
    sure("work_time", &["专兼职", "是否专兼职", "专职兼职", "专职或兼职", "专职还是兼职", "worktime"]),
    read_as(Reading::FullIfYes, sure("work_time", &["是否专职", "fulltime"])),
    read_as(Reading::PartIfYes, sure("work_time", &["是否兼职", "parttime"])),
    sure("female_member", &[
        "是否女性委员", "是否为女性委员", "是否女委员", "女性委员", "女委员", "村居女性委员", "femalemember",
    ]),
    or_perhaps(
        sure("source", &["选任来源", "人员来源", "选拔来源", "来源", "source"]),
        &["产生方式", "人员身份", "身份", "职务"],
    ),
    sure("first_training", &[
        "初任培训时间", "初任培训日期", "初任培训", "岗前培训时间", "岗前培训日期", "培训日期", "培训时间",
        "firsttraining",
    ]),
    sure("certificate", &[
        "证书编号", "培训证书编号", "培训证书号", "合格证编号", "合格证号", "培训合格证号", "证书号", "certificate",
    ]),
    sure("national_entered", &[
        "全国系统录入日期", "全国系统录入时间", "系统录入日期", "系统录入时间", "录入系统日期", "录入系统时间",
        "录入日期", "录入时间", "nationalentered",
    ]),
    sure("acting", &["是否代管", "代管", "acting"]),
    sure("note", &["备注", "说明", "note", "notes", "remark", "remarks"]),
];
