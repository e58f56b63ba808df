//! How characters are read as surnames, where that isn't their usual reading, or isn't the only one.
//!
//! After 现代汉语词典 (the entries marked 姓) and 百家姓; two readings stand where families differ.

/// A surname of one character and its readings.
const SINGLE: &[(char, &[&str])] = &[
    ('曾', &["zeng"]),
    ('单', &["shan"]),
    ('解', &["xie"]),
    ('区', &["ou"]),
    ('仇', &["qiu"]),
    ('查', &["zha"]),
    ('盖', &["ge", "gai"]),
    ('朴', &["piao"]),
    ('翟', &["zhai", "di"]),
    ('缪', &["miao"]),
    ('乐', &["yue", "le"]),
    ('员', &["yun"]),
    ('贠', &["yun"]),
    ('冼', &["xian"]),
    ('洗', &["xian"]),
    ('覃', &["qin", "tan"]),
    ('葛', &["ge"]),
    ('任', &["ren"]),
    ('华', &["hua"]),
    ('纪', &["ji"]),
    ('宁', &["ning"]),
    ('燕', &["yan"]),
    ('尉', &["wei"]),
    ('秘', &["bi"]),
    ('种', &["chong"]),
    ('重', &["chong"]),
    ('黑', &["he"]),
    ('隗', &["wei", "kui"]),
    ('郇', &["xun", "huan"]),
    ('佴', &["nai"]),
    ('折', &["she"]),
    ('召', &["shao"]),
    ('那', &["na"]),
    ('过', &["guo"]),
    ('应', &["ying"]),
    ('祭', &["zhai"]),
    ('莘', &["shen"]),
    ('幺', &["yao"]),
    ('么', &["yao"]),
    ('繁', &["po"]),
    ('谌', &["chen", "shen"]),
    ('句', &["gou"]),
    ('盛', &["sheng"]),
    ('车', &["che"]),
    ('哈', &["ha"]),
    ('宓', &["mi"]),
    ('藏', &["zang"]),
    ('晟', &["cheng"]),
    ('石', &["shi"]),
    ('沈', &["shen"]),
    ('柏', &["bai", "bo"]),
    ('薄', &["bo"]),
    ('卜', &["bu"]),
    ('贾', &["jia"]),
    ('强', &["qiang", "jiang"]),
    ('都', &["du"]),
    ('相', &["xiang"]),
    ('降', &["xiang"]),
    ('粘', &["nian"]),
    ('乜', &["nie"]),
    ('仉', &["zhang"]),
    ('郗', &["xi", "chi"]),
    ('炅', &["gui"]),
    ('牟', &["mou", "mu"]),
    ('干', &["gan"]),
    ('谷', &["gu"]),
    ('瞿', &["qu"]),
    ('宿', &["su"]),
    ('叶', &["ye"]),
    ('厍', &["she"]),
    ('阙', &["que"]),
    ('涂', &["tu"]),
    ('余', &["yu"]),
    ('曲', &["qu"]),
    ('尹', &["yin"]),
    ('万', &["wan"]),
    ('长', &["zhang", "chang"]),
    ('呙', &["guo"]),
    ('褚', &["chu"]),
    ('佟', &["tong"]),
    ('麦', &["mai"]),
    ('洪', &["hong"]),
    ('党', &["dang"]),
    ('鲜', &["xian"]),
    ('哀', &["ai"]),
    ('逄', &["pang"]),
    ('吕', &["lv"]),
    ('臧', &["zang"]),
];

/// A surname of two characters and how they are read.
const DOUBLE: &[([char; 2], [&str; 2])] = &[
    (['尉', '迟'], ["yu", "chi"]),
    (['万', '俟'], ["mo", "qi"]),
    (['单', '于'], ["chan", "yu"]),
    (['长', '孙'], ["zhang", "sun"]),
    (['令', '狐'], ["ling", "hu"]),
    (['澹', '台'], ["tan", "tai"]),
    (['鲜', '于'], ["xian", "yu"]),
    (['皇', '甫'], ["huang", "fu"]),
    (['诸', '葛'], ["zhu", "ge"]),
    (['濮', '阳'], ["pu", "yang"]),
    (['亓', '官'], ["qi", "guan"]),
    (['宰', '父'], ["zai", "fu"]),
    (['夏', '侯'], ["xia", "hou"]),
    (['呼', '延'], ["hu", "yan"]),
];

/// How a text's first character is read where it is a surname of its own.
pub(super) fn single(c: char) -> Option<&'static [&'static str]> {
    let found = SINGLE.iter().find(|(surname, _)| *surname == c)?;
    Some(found.1)
}

/// How a text's first two characters are read where they are a surname together.
pub(super) fn double(first: char, second: char) -> Option<[&'static str; 2]> {
    let found = DOUBLE.iter().find(|(pair, _)| *pair == [first, second])?;
    Some(found.1)
}

/// Every reading of these tables.
pub(super) fn readings() -> impl Iterator<Item = &'static str> {
    let single = SINGLE.iter().flat_map(|(_, all)| all.iter());
    single
        .chain(DOUBLE.iter().flat_map(|(_, pair)| pair.iter()))
        .copied()
}
