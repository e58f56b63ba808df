use super::*;

#[test]
fn letters_fit_at_syllable_starts() {
    for letters in ["cxm", "chenxm", "chenxiaoming", "cxiaom", "chxm"] {
        assert_eq!(fit("陈小明", letters), Some(0), "{letters}");
    }
    assert_eq!(fit("陈小明", "xm"), Some(1));
    for letters in ["hen", "iao", "cxmm", "陈"] {
        assert_eq!(fit("陈小明", letters), None, "{letters}");
    }
    assert!(spells("莒口镇", "jukou") && !spells("均口镇", "jukou"));
    for (name, letters) in [
        ("单秀娟", "shan"),
        ("曾庆华", "zqh"),
        ("仇月娥", "qiu"),
        ("解志勇", "xie"),
        ("区少坤", "ou"),
    ] {
        assert_eq!(fit(name, letters), Some(0), "{name}");
    }
}

fn closeness(name: &str, typed: &str) -> Option<Closeness> {
    let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
    alphabet.take(name, &mut units);
    Wanted::new(typed, &alphabet)?.fit(&units)
}

#[test]
fn every_way_of_typing_a_name_finds_it() {
    use Closeness::*;
    for (name, typed, want) in [
        ("陈小明", "陈小明", Same),
        ("陈小明", "陈", Start),
        ("陈小明", "小明", Inside),
        ("陈小明", "陈明", Apart),
        ("陈小明", "chenxiaoming", Spelt),
        ("陈小明", "ChenXiao Ming", Spelt),
        ("陈小明", "ｃｈｅｎｘｉａｏｍｉｎｇ", Spelt),
        ("陈小明", "chenxi", SpeltStart),
        ("陈小明", "c", SpeltStart),
        ("陈小明", "cxm", Initials),
        ("陈小明", "chxm", Initials),
        ("陈小明", "chenxm", Initials),
        ("陈小明", "陈xm", Initials),
        ("陈小明", "陈xiaoming", Spelt),
        ("陈小明", "c小明", Initials),
        ("陈小明", "cxiaom", Initials),
        ("陈小明", "cx", InitialsStart),
        ("陈小明", "xiaoming", SpeltInside),
        ("陈小明", "xm", InitialsInside),
        ("陈小明", "chenming", SpeltApart),
        // Accents.
        ("陈小明", "chengxiaoming", Accent),
        ("陈小明", "cenxiaomin", Accent),
        ("林志明", "ling", AccentStart),
        ("林志明", "ninziming", Accent),
        ("黄飞", "fanghui", Accent),
        ("方辉", "huangfei", Accent),
        ("任建", "lenjian", Accent),
        ("吕秀", "luxiu", Accent),
        ("吕秀", "lyuxiu", Accent),
        ("吕秀", "lvxiu", Spelt),
        ("吕秀", "lüxiu", Spelt),
        ("苏文", "shuweng", Accent),
        ("聂小明", "lxm", AccentInitials),
        ("陈小明", "cengxm", AccentInitials),
        // Surnames, and the readings that they seldom have.
        ("曾庆华", "zqh", Initials),
        ("曾庆华", "cengqinghua", OtherReading),
        ("单秀娟", "shanxj", Initials),
        ("解志勇", "xie", SpeltStart),
        ("区少坤", "ousk", Initials),
        ("仇月娥", "qiuyuee", Spelt),
        ("覃辉", "qinhui", Spelt),
        ("覃辉", "tanhui", Spelt),
        ("尉迟恭", "yuchigong", Spelt),
        ("万俟卨", "moqi", SpeltStart),
        // One character wrong, of the same sound or any other; one letter.
        ("陈小明", "陈晓明", Homophone),
        ("陈小明", "程小明", Homophone),
        ("陈小明", "晓明", HomophonePart),
        ("陈小明", "陈大明", WrongCharacter),
        ("欧阳小明", "欧阳大", WrongCharacterStart),
        ("陈明", "陈华", WrongCharacter),
        ("陈小明", "chenxaoming", Typo),
        ("陈小明", "chenxiaooming", Typo),
        ("陈小明", "chnexiaoming", Typo),
        ("陈小明", "cheniaoming", Typo),
        // What has no pinyin, and what isn't Chinese.
        ("王𬭚", "王𬭚", Same),
        ("王𬭚", "𬭚", Inside),
        ("上㘵村", "㘵", Inside),
        ("上㘵村", "s㘵", InitialsStart),
        ("Maria陈", "maria", SpeltStart),
        // A name in parts, with its dot or without.
        ("买买提·江", "买买提·江", Same),
        ("买买提·江", "买买提江", Same),
        ("买买提·江", "买买提•江", Same),
        ("买买提·江", "江", Start),
        ("买买提·江", "jiang", SpeltStart),
        ("买买提·江", "mmtj", Initials),
        ("买买提·江", "maimaiti", SpeltStart),
    ] {
        assert_eq!(closeness(name, typed), Some(want), "{typed} for {name}");
    }
}

#[test]
fn what_nobody_means_isnt_found() {
    for (name, typed) in [
        // Letters begin where a syllable begins.
        ("陈小明", "hen"),
        ("陈小明", "iao"),
        ("陈小明", "ing"),
        ("陈小明", "chenxmm"),
        ("陈小明", "chenxiaomingmm"),
        ("陈小明", "mxc"),
        ("陈小明", "陈明小"),
        // Two wrong, or one of too few.
        ("陈小明", "程晓明"),
        ("陈小明", "陈大华"),
        ("陈小明", "李"),
        ("陈小明", "chan"),
        ("陈明", "林明"),
        ("陈小明", "chexiaomng"),
        ("王𬭚", "w𬭚x"),
        ("陈小明", ""),
        ("陈小明", "·"),
    ] {
        assert_eq!(closeness(name, typed), None, "{typed} for {name}");
    }
    let long = "陈".repeat(64);
    assert_eq!(closeness(&long, &long), None);
    let most = "陈".repeat(63);
    assert_eq!(closeness(&most, &most), Some(Closeness::Same));
}

/// `1 << 64` would panic; letters of any length only fail to fit.
#[test]
fn nothing_typed_panics() {
    for typed in ["a", "陈", "x·", "㘵", "0", "ü"] {
        for times in [1, 31, 62, 63, 64, 200] {
            closeness("陈小明·x0ü", &typed.repeat(times));
        }
    }
}

#[test]
fn what_fits_is_pointed_out() {
    for (name, typed, want) in [
        ("陈小明", "cxm", &[0, 1, 2][..]),
        ("陈小明", "xm", &[1, 2]),
        ("陈小明", "陈明", &[0, 2]),
        ("陈小明", "chenming", &[0, 2]),
        ("陈小明", "cenx", &[0, 1]),
        ("陈小明", "陈大明", &[0, 2]),
        ("陈小明", "晓明", &[2]),
        ("陈小明", "chenxaom", &[0, 1, 2]),
        ("买买提·江", "江", &[3]),
        ("江买提·江", "jiang", &[0]),
    ] {
        let (mut alphabet, mut units) = (Alphabet::default(), Vec::new());
        alphabet.take(name, &mut units);
        let wanted = Wanted::new(typed, &alphabet).expect("something");
        let close = wanted.fit(&units).expect("it fits");
        assert_eq!(wanted.marks(&units, close), want, "{typed} for {name}");
    }
}

#[test]
fn initials_are_what_one_types() {
    assert_eq!(super::initials("年龄和风险"), "nlhfx");
    assert_eq!(super::initials("备份到U盘"), "bfdup");
    assert_eq!(super::initials("买买提·江"), "mmtj");
    let name = "陈小明";
    assert_eq!(super::fit(name, &super::initials(name)), Some(0));
}
