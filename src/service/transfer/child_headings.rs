//! How offices write the headings of a children's ledger (台账、花名册、登记表): one table of synonyms.
//!
//! A heading below a common one (父亲 over 姓名、电话) is looked up as both together first.

use super::synonym::{Reading, Spelling, or_perhaps, read_as, sure};

/// Written as [`plain`](super::synonym::plain) makes them: without brackets, signs and blanks, in
/// lower case.
#[rustfmt::skip]
pub(super) const SPELLINGS: &[Spelling] = &[
    sure("name", &[
        "姓名", "儿童姓名", "孩子姓名", "留守儿童姓名", "困境儿童姓名", "学生姓名", "未成年人姓名", "被监护人姓名",
        "名字", "儿童", "孩子", "name", "childname", "fullname",
    ]),
    or_perhaps(
        sure("village", &[
            "村居", "村居名称", "村社区", "村社区名称", "村居社区", "所在村居", "所在村", "所在村社区", "所属村居",
            "所属村", "居住村", "现居住村", "现居住村居", "行政村", "村名", "村别", "村居委会", "村委会", "村", "社区",
            "行政区域", "village", "villagename",
        ]),
        &["填报单位", "单位", "所属单位", "区域", "现居住地", "现住址", "家庭住址", "住址"],
    ),
    sure("id_number", &[
        "公民身份号码", "公民身份证号码", "身份证号码", "身份证号", "身份证", "居民身份证号码", "居民身份证号",
        "身份号码", "证件号码", "证件号", "儿童身份证号", "儿童身份证号码", "儿童证件号码", "儿童身份证",
        "idnumber", "idno", "idcard", "id",
    ]),
    sure("sex", &["性别", "儿童性别", "sex", "gender"]),
    sure("birth_day", &["出生日期", "出生年月日", "生日", "儿童出生日期", "birthday", "birthdate", "dateofbirth", "birth"]),
    read_as(Reading::Month, sure("birth_day", &["出生年月"])),
    sure("ethnicity", &["民族", "ethnicity"]),
    or_perhaps(
        sure("categories", &[
            "儿童类别", "儿童类型", "困境类别", "困境类型", "困境儿童类别", "对象类别", "人员类别", "保障类别", "categories", "category",
        ]),
        &["类别", "类型", "备注类别"],
    ),
    or_perhaps(
        sure("risk", &["风险等级", "风险", "风险级别", "风险评级", "监护风险", "监护风险等级", "预警等级", "分级", "管理等级", "四色管理", "risk"]),
        &["等级", "级别", "颜色"],
    ),
    sure("registered", &["是否登记户口", "有无户口", "户口登记", "是否有户口", "是否上户", "是否落户", "registered", "hukou"]),
    sure("origin", &["户口性质", "户籍性质", "户口类别", "户籍类别", "户口类型", "户籍类型", "origin"]),
    sure("birth_certificate", &["出生医学证明", "有无出生医学证明", "出生证明", "有无出生证明", "出生证", "birthcertificate"]),
    sure("health", &["身体情况", "身体状况", "健康状况", "健康情况", "儿童健康状况", "health"]),
    sure("disability", &["残疾类别", "残疾类型", "disability"]),
    read_as(Reading::WithGrade, sure("disability", &["残疾类别及等级", "残疾类别等级", "残疾类型及等级", "残疾类型等级", "残疾类别和等级", "残疾情况"])),
    sure("grade", &["残疾等级", "残疾级别", "disabilitygrade"]),
    sure("disability_card", &["残疾人证号", "残疾证号", "残疾证号码", "残疾人证号码", "残疾人证", "残疾证", "disabilitycard"]),
    sure("illness", &["患病类型", "患病情况", "病种", "疾病名称", "患病名称", "illness"]),
    sure("schooling", &["就学情况", "就学状况", "就读情况", "就学状态", "在学情况", "教育情况", "学段", "就读阶段", "schooling"]),
    sure("school", &["学校", "就读学校", "学校名称", "所在学校", "就读学校名称", "school"]),
    sure("class", &["年级", "班级", "年级班级", "就读年级", "就读班级", "所在年级", "class"]),
    sure("boarding", &["是否寄宿", "是否学校寄宿", "寄宿", "是否住校", "住校", "boarding"]),
    sure("guardianship", &["监护类型", "监护情况", "监护状况", "监护评估", "实际监护情况", "guardianship"]),
    sure("parents_unknown", &["查找不到生父母", "是否查找不到生父母", "弃婴", "是否弃婴", "parentsunknown"]),
    sure("raised", &["养育方式", "养育状况", "安置方式", "raised"]),
    sure("moved_in", &["来本地居住时间", "来本地时间", "流入时间", "流入日期", "来住日期", "居住起始日期", "movedin"]),
    sure("checked", &["核实日期", "核实时间", "更新日期", "更新时间", "资料核实日期", "最近更新", "checked"]),
    sure("national_entered", &[
        "全国系统录入日期", "全国系统录入时间", "系统录入日期", "系统录入时间", "录入系统日期", "录入系统时间",
        "录入日期", "录入时间", "nationalentered",
    ]),
    sure("note", &["备注", "说明", "备注说明", "note", "notes", "remark", "remarks"]),

    sure("head", &["户主", "户主姓名", "head"]),
    sure("address", &["现居住地", "现住址", "现居住地址", "家庭住址", "家庭地址", "居住地址", "住址", "详细地址", "详细住址", "家庭详细地址", "address"]),
    sure("registered_place", &["户籍所在地", "户籍地", "户籍地址", "户口所在地", "户籍所在地址", "户籍住址", "registeredplace"]),
    sure("home_phone", &["家庭电话", "家庭联系电话", "homephone"]),
    sure("family_type", &["家庭类型", "家庭结构", "familytype"]),
    sure("income", &["家庭经济来源", "经济来源", "主要经济来源", "收入来源", "income"]),
    sure("poverty", &["贫困情况", "家庭经济情况", "家庭困难类型", "贫困类型", "家庭贫困类型", "困难类型", "经济状况", "poverty"]),
    read_as(Reading::AllowanceIfYes, sure("poverty", &["是否低保", "低保", "是否低保户", "是否享受低保"])),
    sure("relief", &["救助帮扶情况", "救助情况", "享受救助情况", "救助帮扶", "帮扶情况", "relief"]),

    sure("parents_away", &["父母外出情况", "父母外出务工情况", "外出情况", "父母双方同时外出", "父母是否外出", "父母双方外出", "parentsaway"]),
    sure("father", &["父亲姓名", "父亲", "父亲名字", "父姓名", "父", "爸爸姓名", "father", "fathername"]),
    sure("father_status", &["父亲状况", "父亲情况", "父亲现状", "父亲健康状况", "父亲状态", "父亲其他情况", "父状况", "fatherstatus"]),
    read_as(Reading::AwayIfYes, sure("father_status", &["父亲是否外出", "父亲外出", "父亲外出务工", "父亲是否外出务工"])),
    sure("father_work_place", &["父亲务工地点", "父亲当前务工地点", "父亲外出务工地点", "父亲务工地", "父亲工作地点", "父亲外出地点", "父务工地点", "fatherworkplace"]),
    sure("father_phone", &["父亲联系电话", "父亲电话", "父亲手机", "父亲手机号", "父亲联系方式", "父亲手机号码", "父亲电话号码", "父电话", "fatherphone"]),
    sure("father_id_number", &["父亲身份证号", "父亲身份证号码", "父亲公民身份证号码", "父亲公民身份号码", "父亲身份证", "父亲证件号码", "fatheridnumber"]),
    sure("father_birth_day", &["父亲出生日期", "父亲出生年月日", "父亲生日", "fatherbirthday"]),
    read_as(Reading::Month, sure("father_birth_day", &["父亲出生年月"])),
    sure("father_able", &["父亲有无监护能力", "父亲监护能力", "父亲是否有监护能力", "fatherable"]),
    sure("mother", &["母亲姓名", "母亲", "母亲名字", "母姓名", "母", "妈妈姓名", "mother", "mothername"]),
    sure("mother_status", &["母亲状况", "母亲情况", "母亲现状", "母亲健康状况", "母亲状态", "母亲其他情况", "母状况", "motherstatus"]),
    read_as(Reading::AwayIfYes, sure("mother_status", &["母亲是否外出", "母亲外出", "母亲外出务工", "母亲是否外出务工"])),
    sure("mother_work_place", &["母亲务工地点", "母亲当前务工地点", "母亲外出务工地点", "母亲务工地", "母亲工作地点", "母亲外出地点", "母务工地点", "motherworkplace"]),
    sure("mother_phone", &["母亲联系电话", "母亲电话", "母亲手机", "母亲手机号", "母亲联系方式", "母亲手机号码", "母亲电话号码", "母电话", "motherphone"]),
    sure("mother_id_number", &["母亲身份证号", "母亲身份证号码", "母亲公民身份证号码", "母亲公民身份号码", "母亲身份证", "母亲证件号码", "motheridnumber"]),
    sure("mother_birth_day", &["母亲出生日期", "母亲出生年月日", "母亲生日", "motherbirthday"]),
    read_as(Reading::Month, sure("mother_birth_day", &["母亲出生年月"])),
    sure("mother_able", &["母亲有无监护能力", "母亲监护能力", "母亲是否有监护能力", "motherable"]),

    sure("caregiver", &[
        "监护人", "监护人姓名", "现监护人", "现监护人姓名", "实际监护人", "实际监护人姓名", "照料人", "照料人姓名",
        "实际照料人", "实际照料人姓名", "抚养人", "抚养人姓名", "家长", "家长姓名", "联系人", "caregiver", "guardian", "guardianname", "caregivername",
    ]),
    sure("caregiver_relation", &[
        "与儿童关系", "与被监护人关系", "与监护人关系", "监护人与儿童关系", "监护人关系", "照料人与儿童关系", "照料人关系", "与儿童的关系",
        "与孩子关系", "关系", "监护人与被监护人关系", "实际监护人与儿童关系", "caregiverrelation", "relation", "relationship",
    ]),
    sure("caregiver_phone", &[
        "监护人电话", "监护人联系电话", "监护人联系方式", "监护人手机", "监护人手机号", "照料人电话", "照料人联系电话", "抚养人电话", "家长电话",
        "联系电话", "联系方式", "电话", "电话号码", "手机", "手机号", "手机号码", "实际监护人电话", "实际监护人联系电话",
        "caregiverphone", "guardianphone", "phone", "mobile", "telephone",
    ]),
    sure("caregiver_id_number", &["监护人身份证号", "监护人身份证号码", "监护人身份证", "照料人身份证号", "照料人身份证号码", "监护人证件号码", "caregiveridnumber"]),
    sure("caregiver_birth_day", &["监护人出生日期", "照料人出生日期", "caregiverbirthday"]),
    sure("caregiver_status", &["监护人健康状况", "监护人状况", "照料人健康状况", "照料人状况", "监护人情况", "caregiverstatus"]),
    sure("caregiver_address", &["监护人住址", "监护人地址", "照料人住址", "caregiveraddress"]),
    sure("trustee", &["受委托监护人", "受委托监护人姓名", "受托人", "受托人姓名", "受委托人", "受委托人姓名", "委托照料人", "委托照料人姓名", "委托监护人", "委托监护人姓名", "trustee"]),
    sure("trustee_relation", &["受委托监护人与被监护人关系", "受委托监护人关系", "受委托监护人与儿童关系", "受托人与儿童关系", "受委托人与儿童关系", "受托人关系", "委托监护人与儿童关系", "trusteerelation"]),
    sure("trustee_phone", &["受委托监护人电话", "受委托监护人联系电话", "受委托监护人联系方式", "受托人电话", "受托人联系电话", "受委托人电话", "受委托人联系电话", "委托监护人电话", "委托监护人联系电话", "委托照料人电话", "trusteephone"]),
    sure("trustee_id_number", &["受委托监护人身份证号", "受委托监护人公民身份证号码", "受委托监护人身份证号码", "受托人身份证号", "受委托人身份证号", "受委托人身份证号码", "trusteeidnumber"]),
    sure("trustee_birth_day", &["受委托监护人出生日期", "受托人出生日期", "trusteebirthday"]),
    sure("trustee_status", &["受委托监护人健康状况", "受托人健康状况", "受委托人健康状况", "trusteestatus"]),
    sure("trustee_address", &["受委托监护人居住地地址", "受委托监护人居住地", "受委托监护人地址", "受托人住址", "受委托人住址", "trusteeaddress"]),
];
