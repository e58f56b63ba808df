//! Struck down while who may come in, or by what, is being changed.

use super::{Seen, Sort, Yard, none, only, shown, words};
use std::fs;
use tongdu::domain::book::Kind;
use tongdu::service::Office;
use tongdu::store::Secret;

pub(super) const PASSPHRASE: Sort = Sort {
    name: "passphrase",
    before: none,
    verb: |yard| {
        mark(yard);
        let new = written(yard, "asked", &format!("wang-fang-round-{}", yard.round));
        [words("user passphrase --new-passphrase-file"), vec![new]].concat()
    },
    fed: None,
    far: files_written,
    judge: acknowledged_passphrase,
    again: false,
};

pub(super) const CODE: Sort = Sort {
    name: "code",
    before: none,
    verb: |yard| {
        mark(yard);
        words("user code")
    },
    fed: None,
    far: files_written,
    judge: |seen| only_users(seen).and_then(|()| code_opens(seen)),
    again: false,
};

pub(super) const USER: Sort = Sort {
    name: "user",
    before: none,
    verb: |yard| {
        mark(yard);
        if read(yard, "theirs").is_some() {
            return words("user remove 苏晓岚");
        }
        let theirs = written(yard, "theirs-asked", &format!("su-xiao-lan-{}", yard.round));
        let add = words("user add 苏晓岚 --role trainer --new-passphrase-file");
        [add, vec![theirs]].concat()
    },
    fed: None,
    far: files_written,
    judge: listed_as_let_in,
    again: false,
};

fn written(yard: &Yard, name: &str, text: &str) -> String {
    fs::write(yard.side.join(name), text).unwrap();
    shown(&yard.side.join(name))
}

fn read(yard: &Yard, name: &str) -> Option<String> {
    fs::read_to_string(yard.side.join(name)).ok()
}

/// What the folder of slots is like before.
fn mark(yard: &Yard) {
    written(yard, "mark", "");
}

/// How many of the slots' files have been written since.
fn files_written(yard: &Yard) -> u64 {
    let time = |path: &std::path::Path| path.metadata().and_then(|m| m.modified()).ok();
    let mark = time(&yard.side.join("mark"));
    let files = fs::read_dir(yard.data.join("keys"))
        .into_iter()
        .flatten()
        .flatten();
    files.filter(|file| time(&file.path()) > mark).count() as u64
}

/// Whoever changes theirs is written down as a user; nothing else is another.
fn only_users(seen: &Seen<'_>) -> Result<(), String> {
    only(seen, &[Kind::User])
}

fn opens(seen: &Seen<'_>, secret: &Secret) -> bool {
    Office::open_read_only(seen.office.setup(), &seen.yard.data, secret).is_ok()
}

/// The code on the paper still opens what it opened before.
pub(super) fn code_holds(seen: &Seen<'_>) -> Result<(), String> {
    let code = read(seen.yard, "code").expect("it was written down at the making");
    match opens(seen, &Secret::recovery(code)) {
        true => Ok(()),
        false => Err("the code on the paper does not open".into()),
    }
}

/// Some passphrase opened it, or there would be no office to look at: the new one, if that was
/// acknowledged; never the old one and the new one both.
fn acknowledged_passphrase(seen: &Seen<'_>) -> Result<bool, String> {
    only_users(seen)?;
    let asked = read(seen.yard, "asked").expect("written before the round");
    let new = read(seen.yard, "passphrase").as_ref() == Some(&asked);
    // Later rounds are to be opened by the one that holds, and by nothing else.
    fs::remove_file(seen.yard.side.join("asked")).unwrap();
    if seen.done && !new {
        return Err("acknowledged, and the old one still opens".into());
    }
    if !new && opens(seen, &Secret::passphrase(asked)) {
        return Err("both passphrases open".into());
    }
    code_holds(seen)?;
    Ok(new)
}

/// The code that was shown opens; without one, the code from before. Once acknowledged, the old
/// one does not.
fn code_opens(seen: &Seen<'_>) -> Result<bool, String> {
    let by = |code: &str| opens(seen, &Secret::recovery(code.to_owned()));
    let old = read(seen.yard, "code");
    let shown = seen.said.lines().next_back().map(str::to_owned);
    if let Some(code) = shown.as_ref().or(old.as_ref())
        && !by(code)
    {
        return Err("the code on the paper does not open".into());
    }
    if let Some(old) = old.filter(|old| seen.done && shown.as_ref().is_some_and(|s| s != old))
        && by(&old)
    {
        return Err("the code from before still opens".into());
    }
    if let Some(code) = &shown {
        written(seen.yard, "code", code);
    }
    Ok(seen.done)
}

/// Whoever is in the list has a passphrase that opens and stands in the records as in use, and
/// nobody else.
fn listed_as_let_in(seen: &Seen<'_>) -> Result<bool, String> {
    only_users(seen)?;
    let was = read(seen.yard, "theirs");
    let adding = was.is_none();
    match adding {
        true => code_holds(seen)?,
        false => drop(code_opens(seen)?),
    }
    let theirs = was
        .or_else(|| read(seen.yard, "theirs-asked"))
        .unwrap_or_default();
    let listed = seen.office.users().map_err(|p| p.to_string())?;
    let is_theirs = |name: &str| name == "苏晓岚";
    let listed = listed
        .iter()
        .any(|l| l.name.as_deref().is_some_and(is_theirs));
    let tables = seen.office.tables();
    let live = tables
        .live(Kind::User)
        .filter(|r| is_theirs(&r.record.value("name").plain()));
    let (live, lets_in) = (
        live.count(),
        opens(seen, &Secret::passphrase(theirs.clone())),
    );
    if lets_in != listed || live != usize::from(listed) || (seen.done && listed != adding) {
        let done = seen.done;
        return Err(format!(
            "adding {adding} done {done} listed {listed} let in {lets_in} live {live}"
        ));
    }
    match listed {
        true => drop(written(seen.yard, "theirs", &theirs)),
        false => drop(fs::remove_file(seen.yard.side.join("theirs"))),
    }
    Ok(listed == adding)
}
