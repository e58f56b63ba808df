### 词：一处一词。问题的三句：是什么、.why 为什么、.next 怎么办。

## kinds

kind-village = 村居
kind-worker = 人员
kind-post = 任职
kind-training = 培训
kind-session = 场次
kind-enrolment = 报名
kind-child = 儿童
kind-disclosure = 对外提供

## fields

field-village-name = 村居
    .label = 村居
field-village-code = 区划代码
    .label = 代码
field-village-setting = 城乡
    .label = 城乡
field-village-tags = 老区苏区等
    .label = 标签
field-village-note = 备注
    .label = 备注
field-worker-name = 姓名
    .label = 姓名
field-worker-role = 类别
    .label = 类别
field-worker-sex = 性别
    .label = 性别
field-worker-birth_day = 出生日期
    .label = 出生
field-worker-id_number = 证件号码
    .label = 证件
field-worker-phone = 手机
    .label = 手机
field-worker-source = 选任来源
    .label = 来源
field-worker-female_member = 女性委员
    .label = 女委员
field-worker-work_time = 专兼职
    .label = 专兼职
field-worker-first_training = 初任培训日期
    .label = 初任
field-worker-certificate = 证书编号
    .label = 证书
field-worker-national_entered = 全国系统录入日期
    .label = 录入
field-worker-note = 备注
    .label = 备注
field-post-worker = 人员
    .label = 人员
field-post-village = 村居
    .label = 村居
field-post-from = 任职日期
    .label = 任职
field-post-to = 离任日期
    .label = 离任
field-post-acting = 代管
    .label = 代管
field-post-note = 备注
    .label = 备注
field-training-name = 培训名称
    .label = 名称
field-training-kind = 培训类型
    .label = 类型
field-training-level = 级别
    .label = 级别
field-training-year = 年度
    .label = 年度
field-training-organiser = 主办单位
    .label = 主办
field-training-mode = 方式
    .label = 方式
field-training-hours = 学时
    .label = 学时
field-training-note = 备注
    .label = 备注
field-session-training = 培训
    .label = 培训
field-session-name = 场次
    .label = 场次
field-session-day = 日期
    .label = 日期
field-session-start = 开始
    .label = 开始
field-session-end = 结束
    .label = 结束
field-session-place = 地点
    .label = 地点
field-session-lecturer = 讲师
    .label = 讲师
field-session-topics = 内容
    .label = 内容
field-session-note = 备注
    .label = 备注
field-enrolment-session = 场次
    .label = 场次
field-enrolment-worker = 人员
    .label = 人员
field-enrolment-state = 签到
    .label = 签到
field-enrolment-time = 签到时间
    .label = 时间
field-enrolment-score = 测验分
    .label = 分数
field-enrolment-result = 结果
    .label = 结果
field-enrolment-note = 备注
    .label = 备注
field-child-name = 姓名
    .label = 姓名
field-child-sex = 性别
    .label = 性别
field-child-birth_day = 出生日期
    .label = 出生
field-child-id_number = 证件号码
    .label = 证件
field-child-village = 村居
    .label = 村居
field-child-categories = 儿童类别
    .label = 类别
field-child-risk = 风险
    .label = 风险
field-child-caregiver = 照料人
    .label = 照料
field-child-caregiver_phone = 照料人电话
    .label = 电话
field-child-note = 备注
    .label = 备注
field-disclosure-agency = 单位
    .label = 单位
field-disclosure-purpose = 用途
    .label = 用途
field-disclosure-day = 日期
    .label = 日期
field-disclosure-time = 时间
    .label = 时间
field-disclosure-plugin = 插件
    .label = 插件
field-disclosure-library = 插件指纹
    .label = 指纹
field-disclosure-fields = 送出的栏
    .label = 栏
field-disclosure-filter = 筛选
    .label = 筛选
field-disclosure-rows = 行数
    .label = 行数
field-disclosure-children = 儿童数
    .label = 儿童
field-disclosure-files = 文件
    .label = 文件
field-disclosure-clear = 未加密
    .label = 未加密
field-disclosure-state = 结果
    .label = 结果
field-disclosure-cause = 原因
    .label = 原因

## choices

choice-setting-urban = 城镇
choice-setting-rural = 农村
choice-village-tag-old_revolutionary = 老区
choice-village-tag-soviet = 苏区
choice-village-tag-poor = 贫困地区
choice-worker-role-director = 儿童主任
choice-worker-role-supervisor = 儿童督导员
choice-sex-male = 男
choice-sex-female = 女
choice-source-committee = 村（居）委会委员
choice-source-village_official = 大学生村官
choice-source-social_worker = 专业社会工作者
choice-source-other = 其他
choice-work-time-full = 专职
choice-work-time-part = 兼职
choice-level-county = 县级
choice-level-prefecture = 地市级
choice-level-province = 省级
choice-training-type-first = 初任
choice-training-type-rotation = 轮训
choice-training-type-makeup = 补训
choice-training-type-other = 其他
choice-mode-on_site = 现场
choice-mode-online = 网络直播
choice-topic-visits = 家庭走访
choice-topic-updates = 信息更新
choice-topic-reporting = 强制报告
choice-topic-policy = 政策链接
choice-topic-guardianship = 监护主体责任
choice-topic-education = 家庭教育
choice-attendance-unmarked = 未点
choice-attendance-present = 到
choice-attendance-late = 迟到
choice-attendance-excused = 请假
choice-attendance-absent = 没到
choice-outcome-pass = 合格
choice-outcome-fail = 不合格
choice-category-left_behind = 留守儿童
choice-category-difficult = 困境儿童
choice-category-orphan = 散居孤儿
choice-category-unattended = 事实无人抚养
choice-category-migrant = 流动儿童
choice-risk-red = 红
choice-risk-yellow = 黄
choice-risk-blue = 蓝
choice-risk-green = 绿
choice-disclosure-state-started = 已开始
choice-disclosure-state-sent = 已送出
choice-disclosure-state-failed = 没有送出
choice-year-state-not_in_post = 没任职
choice-year-state-first = 初任合格
choice-year-state-trained = 已训
choice-year-state-made_up = 补训
choice-year-state-missed = 漏训
choice-year-state-not_yet = 未训
choice-flag-yes = 是
choice-flag-no = 否

## rules

rule-no_director = 空岗
rule-two_directors = 两任
rule-untrained = 初任
rule-rotation = 轮训
pressing-now = 马上
pressing-soon = 今天
pressing-later = 以后

## faults

fault-required = 这一栏不能空着。请填上再存。
fault-too-long = 太长了，最多 { $max } 个字。
fault-not-a-number = 要填整数，只用数字。
fault-out-of-range = 要在 { $min } 到 { $max } 之间。
fault-not-a-day = 看不懂这个日期，或日历上没有这一天。可写 2015-03-14、2015年3月14日、20150314。
fault-not-a-time = 看不懂这个时间。可写 8:30、0830。
fault-not-a-flag = 只能填「是」或「否」，不清楚就空着。
fault-not-a-choice = 没有这一项。可填：{ $choices }。
fault-not-a-phone = 不像电话号码：手机 11 位，1 开头，第二位 3 到 9；座机带区号。
fault-not-a-division = 区划代码应是 12 位数字（也可只写前 4、6、9 位）。
fault-id-length = 证件号应是 18 位，这里有 { $found } 位。请对着证件看；没有证件可空着。
fault-id-digits = 证件号前 17 位只能是数字，最后一位是数字或 X。
fault-id-birth = 证件号里的出生日期不是真的日期。请对着证件看。
fault-id-check = 最后一位应是 { $expected }，多半抄错一位。请对着证件看；没有证件可空着。
fault-id-damaged = 这个号码被表格软件改成了小数，后几位已经丢了。请把那一栏设成「文本」，照证件重新填。
fault-no-such-record = 没有找到。请写编号、代码或姓名，或先新建。
fault-several-records = 有 { $count } 个都对得上，分不清是哪一个。请写编号，例如 #87。
fault-birth-not-in-id = 出生日期和证件号里的对不上。请对着证件看哪个错了。
fault-sex-not-in-id = 性别和证件号对不上（第 17 位单数是男，双数是女）。请对着证件看哪个错了。
fault-female-member-is-male = 填了女性委员，性别却是男。请改一处。
fault-ends-before-it-begins = 结束不能早于开始。请改一处。
fault-passed-without-attending = 没有到场，不能记合格。先把签到改成「到」或「迟到」。

## problems


## store


## plugin


## transfer


## cli


## ui

