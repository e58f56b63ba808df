//! A hundred thousand invented names, as many of each as Fujian has, and what people type who look
//! for one of them. The same seed invents the same people.

use pinyin::ToPinyin;
use tongdu::domain::book::{Kind, Record};
use tongdu::domain::caregiver::{Caregiver, Relation};
use tongdu::domain::child::{Child, Risk};
use tongdu::domain::divisions::{self, DivisionLevel};
use tongdu::domain::household::Household;
use tongdu::domain::letters::Closeness;
use tongdu::domain::village::Village;
use tongdu::schema::{Day, Id, number};
use tongdu::service::{Fit, Hit, Office};

/// Surnames, how they are read, and how many of ten thousand people have them.
///
/// After the rankings that the province's press printed from the population register (陈 about
/// 11 %, 林 about 9.5 %, the first ten more than half). Approximate: behind the first ten only the
/// order of size is meant, and the rarest stand here for their readings.
const SURNAMES: &[(&str, &str, u64)] = &[
    ("陈", "chen", 1106),
    ("林", "lin", 940),
    ("黄", "huang", 555),
    ("张", "zhang", 520),
    ("吴", "wu", 460),
    ("李", "li", 430),
    ("王", "wang", 400),
    ("郑", "zheng", 340),
    ("刘", "liu", 265),
    ("苏", "su", 190),
    ("杨", "yang", 185),
    ("谢", "xie", 165),
    ("叶", "ye", 155),
    ("蔡", "cai", 150),
    ("许", "xu", 145),
    ("曾", "zeng", 135),
    ("周", "zhou", 130),
    ("何", "he", 110),
    ("郭", "guo", 108),
    ("徐", "xu", 90),
    ("罗", "luo", 88),
    ("赖", "lai", 85),
    ("江", "jiang", 80),
    ("朱", "zhu", 78),
    ("洪", "hong", 76),
    ("邱", "qiu", 74),
    ("卢", "lu", 72),
    ("廖", "liao", 70),
    ("游", "you", 66),
    ("魏", "wei", 62),
    ("余", "yu", 60),
    ("邓", "deng", 56),
    ("翁", "weng", 54),
    ("方", "fang", 52),
    ("潘", "pan", 50),
    ("高", "gao", 48),
    ("庄", "zhuang", 47),
    ("柯", "ke", 46),
    ("钟", "zhong", 44),
    ("连", "lian", 40),
    ("詹", "zhan", 38),
    ("肖", "xiao", 38),
    ("范", "fan", 36),
    ("沈", "shen", 35),
    ("黎", "li", 12),
    ("马", "ma", 30),
    ("胡", "hu", 46),
    ("施", "shi", 34),
    ("戴", "dai", 33),
    ("薛", "xue", 30),
    ("温", "wen", 30),
    ("阮", "ruan", 26),
    ("傅", "fu", 28),
    ("汤", "tang", 26),
    ("严", "yan", 24),
    ("姚", "yao", 24),
    ("赵", "zhao", 24),
    ("雷", "lei", 20),
    ("蓝", "lan", 22),
    ("缪", "miao", 12),
    ("俞", "yu", 18),
    ("董", "dong", 18),
    ("程", "cheng", 20),
    ("倪", "ni", 14),
    ("危", "wei", 10),
    ("官", "guan", 14),
    ("孙", "sun", 24),
    ("吕", "lv", 22),
    ("任", "ren", 8),
    ("华", "hua", 6),
    ("纪", "ji", 10),
    ("冯", "feng", 14),
    ("宋", "song", 14),
    ("康", "kang", 14),
    ("饶", "rao", 16),
    ("石", "shi", 10),
    ("童", "tong", 12),
    ("巫", "wu", 10),
    ("池", "chi", 10),
    ("丁", "ding", 12),
    ("聂", "nie", 6),
    ("解", "xie", 3),
    ("单", "shan", 3),
    ("仇", "qiu", 2),
    ("区", "ou", 2),
    ("查", "zha", 1),
    ("盖", "ge", 1),
    ("翟", "zhai", 2),
    ("乐", "yue", 2),
    ("员", "yun", 1),
    ("冼", "xian", 1),
    ("覃", "qin", 2),
    ("葛", "ge", 3),
    ("宁", "ning", 4),
    ("燕", "yan", 1),
    ("朴", "piao", 1),
    ("粘", "nian", 2),
    ("涂", "tu", 16),
    ("龚", "gong", 16),
    ("毛", "mao", 8),
    ("凌", "ling", 5),
    ("欧阳", "ouyang", 12),
    ("上官", "shangguan", 8),
    ("诸葛", "zhuge", 1),
    ("尉迟", "yuchi", 1),
    ("万俟", "moqi", 1),
];

/// Characters of given names, the frequent ones first. No count is published for the province;
/// the weights fall off as such counts do elsewhere, from 1.6 % for the first.
const GIVEN: &str = "明华文志秀丽建国梅玉英晓小海春金雪兰美平红珍清芳林子辉强庆燕\
    云荣生军桂霞永新伟德晨敏静思嘉宇佳欣俊雅婷天一杰龙成光忠秋月\
    凤东宏兴祥福水木火土阳雨涵轩浩梓萱怡诗琪彤瑶颖倩雯洁莹慧琳琴\
    娟娜莉萍艳香莲菊花彬斌鹏飞勇刚毅涛波超亮坤钦锋钟铭锦鑫森炎焕\
    煌灿炳烨熙磊岩峰山川江河湖泽润源泉洋瀚潇溪澄安宁康健乐吉瑞祺\
    禄寿贵富财宝珠珊玲璐瑾瑜璇瑛琼碧青绿紫丹彩虹霖霏露冰寒夏冬年\
    岁星辰昊旭昕晴晖景曦暖心悦愉恒恩惠慈悠意忆怀念仁义礼智信孝廉\
    正直诚和善良贤才达学书画棋艺韵音歌舞笑乔楠枫桐柏松柳桃梨榕樟\
    棠栋梁桢楷标榜权果芝芬芸苗若茜茹荷菲萌蓉蓝蕾薇藤可凡千万上中\
    大太元方日长少儿宣宗宜容宽宸家尚展岚巧帆帅师延弘彦微徽振捷政\
    敬斯昌昱映晋朝本根楚欢民沁沐沛泓治津淑淳渊湘滨滢漫然焱煜熠燊\
    爱玮玥珂珈理琦瑄甜申益盈盛真睿石硕禹秦程立竹筠素纯绍维绮翔翠\
    耀聪育臻航艾芊苏苑茗莎菁蓓蔚衍裕言诺谦豪贞贻赞越路轶辛迪逸道\
    采鉴银锐锴闻雄霆韬顺颜馨骏高鸣鸿麒黎默齐";
/// The rank behind which the weights begin to fall.
const FLAT: u64 = 20;

/// Characters without pinyin, or outside the first plane: they are found as themselves.
const RARE: [&str; 6] = ["𬭚", "㘵", "𫖯", "𬸦", "𪩘", "𬱖"];
const DOTTED: [(&str, &str); 4] = [
    ("买买提·江", "maimaitijiang"),
    ("阿依古丽·麦麦提", "ayigulimaimaiti"),
    ("古丽娜尔·买买提", "gulinaermaimaiti"),
    ("阿卜杜拉·艾力", "abudulaaili"),
];

/// Somebody invented.
pub struct Invented {
    /// Characters.
    pub name: String,
    /// How each syllable is read; nothing for characters that aren't.
    pub read: Vec<&'static str>,
    /// The village.
    pub village: String,
    /// The last four of the identity number.
    pub id_tail: String,
    /// The last four of the telephone; children have none.
    pub phone_tail: Option<String>,
}

/// Chance from a seed.
pub struct Dice(blake3::OutputReader);

impl Dice {
    /// The same seed falls the same.
    pub fn new(seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("tongdu invented people");
        hasher.update(&seed.to_le_bytes());
        Self(hasher.finalize_xof())
    }

    /// Less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % n.max(1) as u64) as usize
    }
}

/// Children of a village; the province has 100,000 in 17,500, a busy township thrice as many in each.
const A_VILLAGE: usize = 20;

/// Villages of the province, so that not all children live in one township.
fn more_villages(office: &Office, count: usize) {
    let all = divisions::all().iter();
    let villages = all
        .filter(|d| d.level == DivisionLevel::Village)
        .take(count);
    let record = |d: &divisions::Division| {
        let village = Village {
            name: d.short.clone(),
            code: d.code.clone(),
            ..Village::default()
        };
        village.into()
    };
    tongdu::service::demo::add(office, villages.map(record).collect()).expect("they can be saved");
}

/// Homes without a name that anybody could type.
fn homes(office: &Office, count: usize) -> Vec<Id> {
    let home = Household {
        head: "—".into(),
        ..Household::default()
    };
    let homes = std::iter::repeat_with(|| home.clone().into()).take(count);
    tongdu::service::demo::add(office, homes.collect()).expect("they can be saved");
    let tables = office.tables();
    let new = tables
        .live(Kind::Household)
        .filter(|r| r.record.value("head").plain() == "—");
    new.map(|r| r.id).collect()
}

/// Given names' characters, each as often as it weighs.
fn bag() -> (Vec<char>, Vec<u64>) {
    let chars: Vec<char> = GIVEN.chars().collect();
    let mut sum = 0;
    let sums = (0..chars.len() as u64)
        .map(|rank| {
            sum += 1_000_000 / (rank + FLAT);
            sum
        })
        .collect();
    (chars, sums)
}

/// Syllables live as long as the program: names are read again and again.
fn read(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|p| p.plain()).map(|p| {
        if p.contains('ü') {
            if p == "nü" {
                "nv"
            } else if p == "lü" {
                "lv"
            } else {
                p
            }
        } else {
            p
        }
    })
}

/// Invents so many people and puts them into the office: half of them children of its villages, half
/// of them their grandmothers, each with a child in a home of their own.
pub fn invent(office: &Office, count: usize, seed: u64) -> Vec<Invented> {
    more_villages(office, count / A_VILLAGE);
    let villages: Vec<(Id, String)> = office
        .tables()
        .live(Kind::Village)
        .map(|r| (r.id, r.record.value("name").plain()))
        .collect();
    let mut dice = Dice::new(seed);
    let (chars, sums) = bag();
    let all: u64 = SURNAMES.iter().map(|(.., weight)| weight).sum();
    let mut people = Vec::with_capacity(count);
    let mut records: Vec<Record> = Vec::with_capacity(count);
    let homes = homes(office, count.div_ceil(2));
    let mut home_village = villages[0].clone();
    for person in 0..count {
        let (name, syllables) = name(&mut dice, &chars, &sums, all);
        let born = Day::from_ymd(2009, 1, 1)
            .expect("a day")
            .plus(dice.below(6200) as i32);
        let order = dice.below(1000);
        let digits = format!("359999{}{order:03}", born.iso().replace('-', ""));
        let id_number = format!("{digits}{}", number::check_place(digits.as_bytes()) as char);
        let phone = format!("140{:08}", dice.below(100_000_000));
        // Every other one looks after the child before.
        let minor = person % 2 == 0;
        if minor {
            home_village = villages[dice.below(villages.len())].clone();
        }
        let (village, village_name) = home_village.clone();
        let household = Some(homes[person / 2]);
        people.push(Invented {
            name: name.clone(),
            village: village_name,
            read: syllables,
            id_tail: id_number[14..].to_owned(),
            phone_tail: (!minor).then(|| phone[7..].to_owned()),
        });
        if minor {
            let child = Child {
                name,
                birth_day: Some(born),
                id_number,
                village: Some(village),
                household,
                risk: Some([Risk::Red, Risk::Yellow, Risk::Blue, Risk::Green][dice.below(4)]),
                ..Child::default()
            };
            records.push(child.into());
        } else {
            let caregiver = Caregiver {
                name,
                household,
                relation: Some(Relation::Grandmother),
                id_number,
                phone,
                ..Caregiver::default()
            };
            records.push(caregiver.into());
        }
    }
    tongdu::service::demo::add(office, records).expect("they can be saved");
    people
}

fn name(dice: &mut Dice, chars: &[char], sums: &[u64], all: u64) -> (String, Vec<&'static str>) {
    let sort = dice.below(1000);
    if sort < 2 {
        let (name, _) = DOTTED[dice.below(DOTTED.len())];
        let read = name.chars().filter_map(read).collect();
        return (name.to_owned(), read);
    }
    let mut left = dice.below(all as usize) as u64;
    let (surname, letters, _) = SURNAMES
        .iter()
        .find(|(.., weight)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        })
        .unwrap_or(&SURNAMES[0]);
    let mut name = (*surname).to_owned();
    let mut syllables = split(surname, letters);
    let given = if dice.below(100) < 12 { 1 } else { 2 };
    for n in 0..given {
        if sort < 5 && n == 0 {
            name.push_str(RARE[dice.below(RARE.len())]);
            continue;
        }
        let at = dice.below(sums[sums.len() - 1] as usize) as u64;
        let c = chars[sums.partition_point(|sum| *sum <= at)];
        name.push(c);
        syllables.extend(read(c));
    }
    (name, syllables)
}

/// The letters of a surname of two characters, apart.
fn split(surname: &str, letters: &'static str) -> Vec<&'static str> {
    const DOUBLE: [(&str, [&str; 2]); 5] = [
        ("欧阳", ["ou", "yang"]),
        ("上官", ["shang", "guan"]),
        ("诸葛", ["zhu", "ge"]),
        ("尉迟", ["yu", "chi"]),
        ("万俟", ["mo", "qi"]),
    ];
    let double = DOUBLE.iter().find(|(name, _)| *name == surname);
    double.map_or_else(|| vec![letters], |(_, both)| both.to_vec())
}

/// A way of typing somebody.
pub struct Sort {
    /// What it is called.
    pub name: &'static str,
    /// Types this person so; nothing for whom that can't be done.
    pub typed: fn(&Invented, &mut Dice) -> Option<String>,
}

const fn sort(name: &'static str, typed: fn(&Invented, &mut Dice) -> Option<String>) -> Sort {
    Sort { name, typed }
}

/// Every way.
pub const SORTS: &[Sort] = &[
    sort("exact", |p, _| Some(p.name.clone())),
    sort("substring", |p, _| {
        let chars: Vec<char> = p.name.chars().collect();
        (chars.len() > 2).then(|| chars[1..].iter().collect())
    }),
    sort("subsequence", |p, _| {
        let chars: Vec<char> = p.name.chars().collect();
        (chars.len() > 2).then(|| [chars[0], chars[chars.len() - 1]].iter().collect())
    }),
    sort("full pinyin", |p, _| all_read(p).then(|| p.read.concat())),
    sort("initials", |p, _| all_read(p).then(|| initials(p))),
    sort("mixed", mixed),
    sort("slip n/l", |p, dice| {
        slip(p, dice, &[("n", "l"), ("l", "n")], &[])
    }),
    sort("slip f/h", |p, dice| {
        slip(
            p,
            dice,
            &[
                ("fang", "huang"),
                ("huang", "fang"),
                ("fu", "hu"),
                ("hu", "fu"),
                ("fei", "hui"),
                ("hui", "fei"),
                ("hong", "feng"),
                ("feng", "hong"),
                ("fen", "hun"),
                ("fan", "huan"),
                ("hua", "fa"),
            ],
            &[],
        )
    }),
    sort("slip z/zh", |p, dice| {
        slip(p, dice, &[("zh", "z"), ("z", "zh")], &[])
    }),
    sort("slip c/ch", |p, dice| {
        slip(p, dice, &[("ch", "c"), ("c", "ch")], &[])
    }),
    sort("slip s/sh", |p, dice| {
        slip(p, dice, &[("sh", "s"), ("s", "sh")], &[])
    }),
    sort("slip r/l", |p, dice| {
        slip(p, dice, &[("r", "l"), ("l", "r")], &[])
    }),
    sort("slip in/ing", |p, dice| {
        slip(p, dice, &[], &[("ing", "in"), ("in", "ing")])
    }),
    sort("slip en/eng", |p, dice| {
        slip(p, dice, &[], &[("eng", "en"), ("en", "eng")])
    }),
    sort("slip an/ang", |p, dice| {
        slip(p, dice, &[], &[("ang", "an"), ("an", "ang")])
    }),
    sort("slip u/v", |p, dice| {
        slip(
            p,
            dice,
            &[("lv", "lu"), ("xu", "xv"), ("yu", "yv"), ("jun", "jvn")],
            &[],
        )
    }),
    sort("wrong: same sound", homophone),
    sort("wrong: any of three", |p, dice| {
        let chars: Vec<char> = p.name.chars().collect();
        (chars.len() > 2).then(|| any_wrong(&chars, dice))
    }),
    sort("wrong: any of two", |p, dice| {
        let chars: Vec<char> = p.name.chars().collect();
        (chars.len() == 2).then(|| {
            let other = GIVEN
                .chars()
                .nth(dice.below(400))
                .filter(|c| *c != chars[1])
                .unwrap_or('琮');
            [chars[0], other].iter().collect()
        })
    }),
    sort("one letter missing", |p, dice| letter(p, dice, true)),
    sort("one letter too many", |p, dice| letter(p, dice, false)),
    sort("end of ID", |p, _| Some(p.id_tail.clone())),
    sort("end of telephone", |p, _| p.phone_tail.clone()),
];

fn all_read(p: &Invented) -> bool {
    p.read.len() == p.name.chars().filter(|c| *c != '·').count()
}

fn initials(p: &Invented) -> String {
    p.read.iter().map(|s| &s[..1]).collect()
}

/// Each syllable as a character, in full or by its initial; never all alike.
fn mixed(p: &Invented, dice: &mut Dice) -> Option<String> {
    let chars: Vec<char> = p.name.chars().filter(|c| *c != '·').collect();
    if !all_read(p) || chars.len() < 2 {
        return None;
    }
    let first = dice.below(3);
    let part = |at: usize, way: usize| match way {
        0 => chars[at].to_string(),
        1 => p.read[at].to_owned(),
        _ => p.read[at][..1].to_owned(),
    };
    let rest = 1 + (first + dice.below(2)) % 2;
    let rest = if rest == first { 3 - rest } else { rest };
    Some(
        (0..chars.len())
            .map(|at| part(at, if at == 0 { first } else { rest }))
            .collect(),
    )
}

/// Spells the name with one of these slips, in one of the places where it can be.
fn slip(
    p: &Invented,
    dice: &mut Dice,
    heads: &[(&str, &str)],
    tails: &[(&str, &str)],
) -> Option<String> {
    if !all_read(p) {
        return None;
    }
    let mut ways = Vec::new();
    for (at, syllable) in p.read.iter().enumerate() {
        for (from, to) in heads {
            let whole = from.len() > 2;
            if let Some(rest) = syllable.strip_prefix(from)
                && !rest.starts_with('h')
                && (!whole || rest.is_empty())
            {
                ways.push((at, format!("{to}{rest}")));
            }
        }
        for (from, to) in tails {
            if let Some(rest) = syllable.strip_suffix(from) {
                ways.push((at, format!("{rest}{to}")));
            }
        }
    }
    if ways.is_empty() {
        return None;
    }
    let (at, other) = ways.swap_remove(dice.below(ways.len()));
    let spelled = p
        .read
        .iter()
        .enumerate()
        .map(|(n, s)| if n == at { other.as_str() } else { s });
    Some(spelled.collect())
}

/// One character of the given name replaced by another that is read alike.
fn homophone(p: &Invented, dice: &mut Dice) -> Option<String> {
    let mut chars: Vec<char> = p.name.chars().collect();
    if !all_read(p) || chars.len() < 3 {
        return None;
    }
    let at = 1 + dice.below(chars.len() - 1);
    let same = |c: &char| *c != chars[at] && read(*c) == read(chars[at]);
    let others: Vec<char> = GIVEN.chars().filter(same).collect();
    if others.is_empty() {
        return None;
    }
    chars[at] = others[dice.below(others.len())];
    Some(chars.iter().collect())
}

fn any_wrong(chars: &[char], dice: &mut Dice) -> String {
    let at = dice.below(chars.len());
    let mut chars = chars.to_vec();
    let old = chars[at];
    while chars[at] == old || chars[at] == '·' {
        chars[at] = GIVEN
            .chars()
            .nth(dice.below(GIVEN.chars().count()))
            .unwrap_or('琮');
    }
    chars.iter().collect()
}

/// One letter of a syllable missing or typed twice; not the first of all.
fn letter(p: &Invented, dice: &mut Dice, missing: bool) -> Option<String> {
    if !all_read(p) || p.read.len() < 2 {
        return None;
    }
    let mut letters: Vec<char> = p.read.concat().chars().collect();
    let at = 1 + dice.below(letters.len() - 1);
    if missing {
        letters.remove(at);
    } else {
        letters.insert(at, letters[at]);
    }
    Some(letters.iter().collect())
}

/// Where somebody stands among what was found; whoever fits exactly as well pushes nobody back.
#[derive(Clone, Copy)]
pub struct Standing {
    /// So many fit better.
    pub better: usize,
    /// So many of those fit by something else than what was typed, letter by letter.
    pub slips: usize,
}

/// The place of somebody in what a search finds; nothing where they aren't in it.
pub fn standing(office: &Office, typed: &str, person: &Invented) -> Option<Standing> {
    let is_wanted = |hit: &Hit| hit.row.record.value("name").plain() == person.name;
    let look = |most: usize| {
        let hits = office.find(typed, most).hits;
        let fit = grade(hits.iter().find(|hit| is_wanted(hit))?.fit);
        let better = || hits.iter().map(|h| grade(h.fit)).take_while(|g| *g != fit);
        Some(Standing {
            better: better().count(),
            slips: better()
                .filter(|g| *g > Closeness::SpeltApart as u8)
                .count(),
        })
    };
    // Namesakes can fill a screen; only then all of them are asked for.
    look(60).or_else(|| look(usize::MAX))
}

/// The class of a match: the end of one number is as good as the end of another.
fn grade(fit: Fit) -> u8 {
    match fit {
        Fit::Name(close) | Fit::Other(_, close) => close as u8,
        _ => 0,
    }
}
