//! Arguments read, and clap's help and refusals put into the chosen language.

use super::args::Cli;
use super::output::talk;
use super::{Language, language_of};
use crate::i18n::Lexicon;
use crate::schema::Words;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::Write;

/// The language before anything is parsed: the last `--lang` that names one, then the locale, then
/// Chinese. `plugin new --lang c` names what a plug-in is written in, and no language of ours.
pub(super) fn language(argv: &[OsString]) -> Language {
    let mut args = argv.iter().filter_map(|a| a.to_str());
    let mut told = None;
    while let Some(arg) = args.next() {
        let code = match arg.strip_prefix("--lang=") {
            Some(code) => Some(code),
            None if arg == "--lang" => args.next(),
            None => None,
        };
        told = code
            .filter(|code| crate::plugin::new::Language::named(code).is_none())
            .or(told);
    }
    if told.is_some() {
        return language_of(told);
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|v| std::env::var(v).ok())
        .find(|v| !v.is_empty());
    language_of(locale.as_deref())
}

/// The arguments, or the exit code after help, version or a sentence on what is wrong with them.
pub(super) fn parse(argv: &[OsString], words: &Lexicon) -> Result<Cli, u8> {
    let parsed = command(words)
        .try_get_matches_from(argv)
        .and_then(|m| Cli::from_arg_matches(&m));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(std::io::stdout(), "{}", error.render());
            0
        }
        _ => {
            explain(&error, words);
            2
        }
    })
}

/// clap's own command with the words of the language on every verb and argument.
pub(super) fn command(words: &dyn Words) -> clap::Command {
    let dress = |command: clap::Command, scope: String| {
        let scope = &scope;
        command.mut_args(move |arg| {
            let id = arg.get_id().as_str().to_owned();
            let key = match id.as_str() {
                "help" | "version" => format!("arg-{id}"),
                _ if arg.is_global_set() => format!("arg-global-{id}"),
                _ => format!("arg-{scope}-{id}"),
            };
            arg.help(words.word(&key))
        })
    };
    let mut command = dress(
        Cli::command().about(words.word("cli-about")),
        "global".into(),
    );
    for verb in verbs(&command) {
        command = command.mut_subcommand(&verb, |sub| {
            let mut sub = dress(sub.about(words.word(&format!("verb-{verb}"))), verb.clone());
            for act in verbs(&sub) {
                sub = sub.mut_subcommand(&act, |inner| {
                    dress(
                        inner.about(words.word(&format!("verb-{verb}-{act}"))),
                        format!("{verb}-{act}"),
                    )
                });
            }
            sub
        });
    }
    command.help_template("{about-with-newline}\n{usage}\n\n{all-args}\n")
}

fn verbs(command: &clap::Command) -> Vec<String> {
    command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect()
}

/// clap's complaint as a sentence of ours.
fn explain(error: &clap::Error, words: &dyn Words) {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(s)) => s.clone(),
        Some(ContextValue::Strings(all)) => all.join(" "),
        _ => String::new(),
    };
    let (key, what) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            ("usage-unknown-verb", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => ("usage-unknown-argument", text(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => ("usage-missing", text(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            ("usage-missing", String::new())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            let key = if value.is_empty() {
                "usage-needs-value"
            } else {
                "usage-bad-value"
            };
            (key, format!("{} {value}", text(ContextKind::InvalidArg)))
        }
        _ => ("usage-wrong", String::new()),
    };
    talk(&words.fill(key, &[("what", what.trim())]));
    let close = text(ContextKind::SuggestedSubcommand) + &text(ContextKind::SuggestedArg);
    if !close.is_empty() {
        talk(&words.fill("usage-did-you-mean", &[("what", &close)]));
    }
    talk(&format!(
        "{} {}",
        words.word("cli-why"),
        words.word("usage-why")
    ));
    talk(&format!(
        "{} {}",
        words.word("cli-next"),
        words.word("usage-next")
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every verb and argument has its words in both languages.
    #[test]
    fn help_has_words_for_everything() {
        struct Watching<'a>(&'a Lexicon, std::sync::Mutex<Vec<String>>);
        impl Words for Watching<'_> {
            fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
                if !self.0.has(key) {
                    self.1.lock().unwrap().push(key.to_owned());
                }
                self.0.fill(key, args)
            }

            fn chinese(&self) -> Box<dyn Words + '_> {
                self.0.chinese()
            }
        }
        for language in Language::ALL {
            let lexicon = Lexicon::new(language);
            let watching = Watching(&lexicon, Vec::new().into());
            command(&watching).debug_assert();
            assert_eq!(
                watching.1.into_inner().unwrap(),
                Vec::<String>::new(),
                "{language:?}"
            );
        }
    }
}
