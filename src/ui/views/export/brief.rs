//! Long things in few cells: transforms, fingerprints, names of files.

use crate::domain::grant::Transform;
use crate::schema::Coded;
use crate::ui::context::Ctx;

/// What is done to a field, in a word; the line below the table has all of it.
pub(super) fn short(how: Transform, ctx: &Ctx) -> String {
    ctx.word(&format!("transform-short-{}", how.code()))
}

/// `7F3A-91C2`: what two people can compare over the telephone.
pub(super) fn fingerprint(sha256: &str) -> String {
    let digits: String = sha256.chars().take(8).collect::<String>().to_uppercase();
    match digits.split_at_checked(4) {
        Some((first, second)) => format!("{first}-{second}"),
        None => digits,
    }
}

/// What is in a ZIP, without saying its name once more: `名册.zip` with `.xlsx  .csv`.
pub(super) fn endings(zip: &str, files: &[String]) -> String {
    let all: Vec<String> = std::iter::once(zip.to_owned())
        .chain(files.iter().cloned())
        .collect();
    let said = file_names(&all);
    said.strip_prefix(zip).unwrap_or(&said).trim().to_owned()
}

/// Files of one name with several endings, said once: `名册.xlsx .csv`.
fn file_names(files: &[String]) -> String {
    let split = |file: &str| {
        file.rsplit_once('.')
            .map(|(stem, end)| (stem.to_owned(), end.to_owned()))
    };
    let mut out = String::new();
    let mut last = None;
    for file in files {
        let parts = split(file);
        let stem = parts.as_ref().map(|(stem, _)| stem.clone());
        let said = match &parts {
            Some((stem, end)) if last.as_ref() == Some(stem) => format!(".{end}"),
            _ => file.clone(),
        };
        if !out.is_empty() {
            out.push_str("  ");
        }
        out.push_str(&said);
        last = stem;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_prints_are_short() {
        let files = ["册.csv", "册.xlsx", "封面.pdf", "none"].map(str::to_owned);
        assert_eq!(file_names(&files), "册.csv  .xlsx  封面.pdf  none");
        assert_eq!(endings("册.zip", &files), ".csv  .xlsx  封面.pdf  none");
        assert_eq!(fingerprint("7f3a91c2aa"), "7F3A-91C2");
        assert_eq!(fingerprint(""), "");
    }
}
