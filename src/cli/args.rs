//! The verbs and their arguments, as a shape; their words come from the word files.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
#[derive(Args, Debug, Default)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", env = "TONGDU_DATA")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    #[arg(long, global = true)]
    pub(crate) plain: bool,
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) user: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "TONGDU_PASSPHRASE_FILE"
    )]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true)]
    pub(crate) read_only: bool,
}
#[derive(Parser, Debug)]
#[command(
    name = "tongdu",
    version,
    disable_help_subcommand = true,
    args_override_self = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}
#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    Init {
        #[arg(long, value_name = "CODE")]
        area: String,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "supervisor")]
        role: String,
    },
    Demo {
        #[arg(long, default_value = "township")]
        scale: String,
        #[arg(long, default_value_t = 128)]
        seed: u64,
        #[arg(long)]
        no_ui: bool,
    },
    List {
        kind: String,
        #[arg(long = "where", value_name = "EXPR")]
        wheres: Vec<String>,
        #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
        sort: Option<String>,
        #[arg(long)]
        limit: Option<usize>,
        #[arg(long)]
        csv: bool,
        #[arg(long)]
        retired: bool,
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
    },
    Show {
        kind: String,
        id: String,
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
    },
    Count {
        kind: String,
        #[arg(long = "where", value_name = "EXPR")]
        wheres: Vec<String>,
    },
    Add {
        kind: String,
        #[arg(required = true)]
        values: Vec<String>,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Set {
        kind: String,
        id: String,
        #[arg(required_unless_present = "wheres")]
        values: Vec<String>,
        #[arg(long = "where", value_name = "EXPR")]
        wheres: Vec<String>,
        #[arg(long, default_value = "")]
        reason: String,
        #[arg(long, requires = "wheres")]
        dry_run: bool,
    },
    Retire {
        kind: String,
        id: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Postpone {
        rule: String,
        about: String,
        #[arg(long)]
        until: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Undo {
        change: Option<String>,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Find {
        text: String,
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    Due {
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        #[arg(long, value_name = "RULE")]
        kind: Option<String>,
    },
    Import {
        file: PathBuf,
        #[arg(long)]
        kind: Option<String>,
        #[arg(long)]
        sheet: Option<String>,
        #[arg(long, value_name = "FIELD=COLUMN")]
        map: Vec<String>,
        #[arg(long, value_name = "TOWNSHIP")]
        township: Option<String>,
        #[arg(long)]
        dry_run: bool,
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    Export {
        agency: Option<String>,
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[arg(long = "where", value_name = "EXPR")]
        wheres: Vec<String>,
        #[arg(long)]
        preview: bool,
        #[arg(long, value_name = "CODE")]
        confirm: Option<String>,
        #[arg(long, value_name = "CODE")]
        clear: Option<String>,
        #[arg(long)]
        show_password: bool,
        #[arg(long)]
        details: bool,
        #[arg(long = "second-passphrase-file", value_name = "FILE")]
        second: Option<PathBuf>,
    },
    Disclosures {
        #[arg(requires = "id")]
        kind: Option<String>,
        id: Option<String>,
        #[arg(long, value_name = "AGENCY")]
        agency: Option<String>,
    },
    Plugin {
        #[command(subcommand)]
        act: Option<PluginAct>,
    },
    Policy {
        #[command(subcommand)]
        act: Option<PolicyAct>,
    },
    Roster {
        session: String,
        #[command(subcommand)]
        act: Option<RosterAct>,
    },
    User {
        #[command(subcommand)]
        act: Option<UserAct>,
    },
    Rotation(RotationArgs),
    Checks {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long)]
        csv: bool,
        #[arg(long, value_name = "FILE", conflicts_with = "csv")]
        out: Option<PathBuf>,
    },
    Draw(DrawArgs),
    Review {
        #[command(subcommand)]
        act: Option<ReviewAct>,
    },
    Handover(HandoverArgs),
    Register {
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[arg(long, value_name = "VILLAGE")]
        village: Option<String>,
    },
    Form {
        name: String,
        id: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, value_name = "REASON")]
        unmask: Option<String>,
    },
    Backup {
        dir: PathBuf,
    },
    Restore {
        dir: PathBuf,
        #[arg(long)]
        replace: bool,
    },
    Verify {
        #[arg(long)]
        full: bool,
        #[arg(long, value_name = "DEVICE:SEQ:HASH")]
        head: Option<String>,
    },
    Rescue {
        #[arg(required = true)]
        sources: Vec<PathBuf>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long, value_name = "xlsx|csv")]
        export: Option<String>,
        #[arg(long, value_name = "REASON", requires = "export")]
        unmask: Option<String>,
    },
    Doctor,
    Rebuild {
        #[arg(long)]
        accept_lost_end: bool,
    },
    Keys,
    #[command(hide = true)]
    PluginHost,
}
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct RotationArgs {
    #[arg(long)]
    pub(crate) year: Option<i32>,
    #[arg(long, value_name = "TOWNSHIP")]
    pub(crate) township: Option<String>,
    #[arg(long)]
    pub(crate) gaps: bool,
    #[arg(long, value_name = "DAYS", requires = "gaps")]
    pub(crate) within: Option<i32>,
    #[arg(long, conflicts_with = "gaps")]
    pub(crate) coverage: bool,
    #[arg(long)]
    pub(crate) csv: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pub(crate) out: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) act: Option<RotationAct>,
}
#[derive(Subcommand, Debug)]
pub(crate) enum RotationAct {
    Plan {
        #[arg(long)]
        year: Option<i32>,
        #[arg(long, value_name = "N")]
        capacity: usize,
        #[arg(long, value_name = "DAY")]
        first: Option<String>,
        #[arg(long, value_name = "DAYS")]
        every: Option<i32>,
        #[arg(long, default_value = "")]
        place: String,
        #[arg(long)]
        dry_run: bool,
    },
    Hours {
        worker: Option<String>,
        #[arg(long)]
        year: Option<i32>,
        #[arg(long, value_name = "TOWNSHIP", conflicts_with = "worker")]
        township: Option<String>,
        #[arg(long)]
        csv: bool,
    },
    Results {
        #[arg(long, value_name = "TOWNSHIP")]
        township: Option<String>,
        #[arg(long)]
        year: Option<i32>,
        #[arg(long, value_name = "SESSION")]
        session: Option<String>,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(crate) struct HandoverArgs {
    pub(crate) place: String,
    #[arg(long, value_name = "WORKER")]
    pub(crate) to: String,
    #[arg(long, value_name = "WORKER")]
    pub(crate) from: Option<String>,
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<String>,
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,
    #[arg(long = "new-passphrase-file", value_name = "FILE")]
    pub(crate) new: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct DrawArgs {
    #[arg(long, value_name = "N")]
    pub(crate) count: Option<usize>,
    #[arg(long, value_name = "YYYY[-Qn|-MM]")]
    pub(crate) period: Option<String>,
    #[arg(long, value_name = "SEED")]
    pub(crate) seed: Option<String>,
    #[arg(long, value_name = "N")]
    pub(crate) most: Option<u32>,
    #[arg(long, value_name = "VILLAGE=REASON")]
    pub(crate) exclude: Vec<String>,
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, conflicts_with_all = ["count", "check", "list"])]
    pub(crate) finish: bool,
    #[arg(long, value_name = "ID", conflicts_with_all = ["count", "list"])]
    pub(crate) check: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) list: Option<PathBuf>,
    #[arg(long)]
    pub(crate) csv: bool,
}
#[derive(Subcommand, Debug)]
pub(crate) enum RosterAct {
    Enrol {
        wheres: Vec<String>,
    },
    Mark {
        worker: String,
        state: String,
    },
    Out {
        worker: String,
    },
    Score {
        worker: String,
        marks: String,
    },
    Makeup,
    Guest {
        name: String,
        #[arg(long, default_value = "")]
        township: String,
        #[arg(long, default_value = "")]
        village: String,
        #[arg(long, default_value = "")]
        phone: String,
    },
    Match {
        guest: String,
        worker: Option<String>,
    },
    Off {
        worker: String,
        #[arg(long)]
        reason: String,
    },
    Import {
        file: PathBuf,
        #[arg(long)]
        sheet: Option<String>,
        #[arg(long, value_name = "FIELD=COLUMN")]
        map: Vec<String>,
        #[arg(long)]
        dry_run: bool,
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    Lessons {
        lessons: Vec<String>,
    },
    Feedback {
        worker: Option<String>,
        #[arg(requires = "worker")]
        grades: Vec<String>,
        #[arg(long, requires = "worker")]
        remark: Option<String>,
    },
    Certify {
        #[arg(long)]
        prefix: Option<String>,
        #[arg(long)]
        training: bool,
    },
    Print,
}
#[derive(Subcommand, Debug)]
pub(crate) enum ReviewAct {
    List {
        #[arg(long)]
        year: Option<i32>,
    },
    Start {
        year: i32,
        #[arg(long, value_name = "WORKER")]
        director: Option<String>,
    },
    Show {
        review: String,
    },
    Score {
        review: String,
        item: String,
        #[arg(default_value = "")]
        points: String,
        #[arg(long, default_value = "")]
        reason: String,
    },
    Tell {
        review: String,
    },
    Hear {
        review: String,
        #[arg(long)]
        opinion: String,
    },
    Sign {
        review: String,
        #[arg(long)]
        total: String,
    },
    Reopen {
        review: String,
        #[arg(long)]
        reason: String,
    },
    Amend {
        review: String,
        #[arg(long)]
        reason: String,
    },
    Drop {
        review: String,
        #[arg(long)]
        reason: String,
    },
    Recommend {
        worker: Option<String>,
        #[arg(long)]
        year: Option<i32>,
        #[arg(long, default_value = "")]
        reason: String,
        #[arg(long, value_name = "FILE", conflicts_with = "worker")]
        out: Option<PathBuf>,
    },
    Rubric {
        name: String,
        #[arg(long, value_name = "DAY")]
        from: String,
        #[arg(long, value_name = "RUBRIC")]
        like: Option<String>,
    },
}
#[derive(Subcommand, Debug)]
pub(crate) enum PluginAct {
    List,
    Show {
        id: String,
    },
    Fields {
        id: String,
    },
    Trust {
        id: String,
        #[arg(long, value_name = "ID")]
        confirm: Option<String>,
    },
    Distrust {
        id: String,
    },
    Check(CheckArgs),
    New {
        dir: PathBuf,
        #[arg(long, value_name = "CODE")]
        agency: String,
        #[arg(long)]
        id: Option<String>,
    },
}
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    pub(crate) plugin: String,
    #[arg(long)]
    pub(crate) only_failed: bool,
    #[arg(long, value_name = "ID")]
    pub(crate) include: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) exclude: Vec<String>,
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    #[arg(long, value_name = "N")]
    pub(crate) rows: Option<u64>,
    #[arg(long, value_name = "ID:SEED", conflicts_with_all = ["include", "exclude", "seed"])]
    pub(crate) reproduce: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(crate) against: Option<PathBuf>,
}
#[derive(Subcommand, Debug)]
pub(crate) enum PolicyAct {
    Show {
        agency: Option<String>,
    },
    Check {
        file: PathBuf,
    },
    Adopt {
        file: PathBuf,
        #[arg(long, value_name = "COUNT")]
        confirm: Option<String>,
        #[arg(long = "second-passphrase-file", value_name = "FILE")]
        second: Option<PathBuf>,
    },
    Grant(GrantArgs),
}
#[derive(Args, Debug)]
pub(crate) struct GrantArgs {
    pub(crate) agency: String,
    pub(crate) purpose: String,
    pub(crate) dataset: String,
    #[arg(value_name = "FIELD[:TRANSFORM]")]
    pub(crate) fields: Vec<String>,
    #[arg(long, value_name = "FIELD")]
    pub(crate) without: Vec<String>,
    #[arg(long, value_name = "SCOPE")]
    pub(crate) rows: Option<String>,
    #[arg(long, value_name = "ROWS")]
    pub(crate) most: Option<i64>,
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    #[arg(long, value_name = "true|false")]
    pub(crate) second: Option<bool>,
    #[arg(long = "second-passphrase-file", value_name = "FILE")]
    pub(crate) second_file: Option<PathBuf>,
    #[arg(long)]
    pub(crate) source: String,
    #[arg(long, value_name = "AGENCY")]
    pub(crate) confirm: Option<String>,
}
#[derive(Subcommand, Debug)]
pub(crate) enum UserAct {
    List,
    Add {
        name: String,
        #[arg(long, default_value = "supervisor")]
        role: String,
        #[arg(long = "new-passphrase-file", value_name = "FILE")]
        new: Option<PathBuf>,
    },
    Passphrase {
        #[arg(long = "new-passphrase-file", value_name = "FILE")]
        new: Option<PathBuf>,
        #[arg(long = "code-file", value_name = "FILE")]
        code: Option<PathBuf>,
    },
    Code,
    Remove {
        name: String,
    },
    Role {
        name: String,
        role: String,
        #[arg(long = "new-passphrase-file", value_name = "FILE")]
        new: Option<PathBuf>,
    },
}
