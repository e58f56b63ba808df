//! The rules by which something is due, each with its clause and the clause's own words.

use super::Pressing;

/// Why something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A draw whose seed is stored and whose result isn't: something broke off.
    DrawUnfinished,
    /// A village without a director.
    NoDirector,
    /// A director or supervisor in post without first training.
    Untrained,
    /// A village with two directors or more.
    TwoDirectors,
    /// Something found that has to be put right.
    Finding,
    /// An inspection that is planned.
    Inspection,
    /// A director was told their review and hasn't been heard.
    ReviewUnheard,
    /// A director was heard on their review, which isn't signed.
    ReviewUnsigned,
    /// A talk whose agreement has to be looked at again.
    Talk,
    /// A child turns 18: no rule of this program's holds any longer.
    Turns18,
    /// A child left behind or a migrant turns 16: that category ends.
    Turns16,
    /// A child turns 14: its data no longer is sensitive by age alone.
    Turns14,
    /// A child's file hasn't been checked for a long time.
    FileStale,
    /// A child's file lacks something.
    FileIncomplete,
    /// A worker not yet in this year's rotation.
    Rotation,
}

/// Where a rule comes from.
struct Origin {
    /// Lower-case ASCII, for `--kind` and the word files.
    code: &'static str,
    clause: &'static str,
    /// The clause's own words.
    source: &'static str,
    /// What of it is ours: no text fixes it, and an office may do otherwise (本地默认).
    ours: bool,
    /// How pressing; the order of the day's list is ours, no text fixes it.
    pressing: Pressing,
}

impl Rule {
    /// Every rule, the most pressing first.
    pub const ALL: [Self; 15] = [
        Self::DrawUnfinished,
        Self::NoDirector,
        Self::Untrained,
        Self::TwoDirectors,
        Self::Finding,
        Self::Inspection,
        Self::ReviewUnheard,
        Self::ReviewUnsigned,
        Self::Talk,
        Self::Turns18,
        Self::Turns16,
        Self::Turns14,
        Self::FileStale,
        Self::FileIncomplete,
        Self::Rotation,
    ];

    const fn origin(self) -> Origin {
        const fn of(
            code: &'static str,
            clause: &'static str,
            source: &'static str,
            ours: bool,
            pressing: Pressing,
        ) -> Origin {
            Origin {
                code,
                clause,
                source,
                ours,
                pressing,
            }
        }
        use Pressing::{Later, Now, Soon};
        const FILE: &str = "128号 附件3第2项";
        const POST: &str = "128号 二(二)1";
        const TRAINING: &str = "128号 二(二)2";
        const WORK: &str = "128号 二(二)3";
        const CHECKS: &str = "定期检查和不定期抽查相结合";
        const REVIEW: &str = "关爱服务质量进行跟踪督导";
        const ONE: &str = "村（居）配备1名「儿童主任」";
        match self {
            Self::NoDirector => of("no_director", POST, ONE, false, Now),
            Self::TwoDirectors => of("two_directors", POST, ONE, false, Soon),
            Self::Untrained => {
                let says = "初任儿童督导员和儿童主任经培训合格方可开展工作";
                of("untrained", TRAINING, says, false, Now)
            }
            Self::DrawUnfinished => of("draw_unfinished", WORK, CHECKS, true, Now),
            Self::Inspection => of("inspection", WORK, CHECKS, true, Later),
            Self::Finding => {
                let says = "督促整改落实";
                of("finding", "128号 三(四)", says, true, Later)
            }
            Self::ReviewUnheard => of("review_unheard", WORK, REVIEW, true, Later),
            Self::ReviewUnsigned => of("review_unsigned", WORK, REVIEW, true, Later),
            Self::Talk => {
                let says = "负责儿童主任管理，做好选拔、指导、培训、跟踪、考核等工作";
                of("talk", "128号 附件2第2项", says, true, Later)
            }
            Self::Rotation => of("rotation", TRAINING, "每年至少轮训一次", false, Later),
            Self::FileIncomplete => {
                let says = "及时掌握…生活保障、家庭监护、就学情况等基本信息，一人一档案";
                of("file_incomplete", FILE, says, true, Later)
            }
            Self::FileStale => {
                let says = "及时将信息报送…并定期予以更新";
                of("file_stale", FILE, says, true, Later)
            }
            Self::Turns14 => {
                let says = "不满十四周岁未成年人的个人信息";
                of("turns_14", "个人信息保护法第28条", says, false, Later)
            }
            Self::Turns16 => {
                let says = "农村留守儿童：不满十六周岁（按定义转述）";
                of("turns_16", "国发〔2016〕13号", says, false, Later)
            }
            Self::Turns18 => {
                let says = "本法所称未成年人是指未满十八周岁的公民";
                of("turns_18", "未成年人保护法第2条", says, false, Later)
            }
        }
    }

    /// Lower-case ASCII, for `--kind` and the word files.
    pub fn code(self) -> &'static str {
        self.origin().code
    }

    /// The rule with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// The clause that it comes from.
    pub fn clause(self) -> &'static str {
        self.origin().clause
    }

    /// The clause's own words.
    pub fn source(self) -> &'static str {
        self.origin().source
    }

    /// Whether the number in it (how many days, which parts) is this program's default, which no
    /// text fixes (本地默认).
    pub fn is_ours(self) -> bool {
        self.origin().ours
    }

    /// How pressing it is as long as nothing else makes it so.
    pub(super) fn pressing(self) -> Pressing {
        self.origin().pressing
    }
}
