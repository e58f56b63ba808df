//! The words for people: one Fluent file a language, compiled in.
//!
//! A sentence has a key; a problem's sentence has two more parts, `.why` and `.next`; a field's
//! word has a short form for forms, `.label`. A test holds both files to the same keys.

use crate::schema::Words;
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::borrow::Cow;

/// A language of the screen and the verbs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Language {
    /// Both, Chinese first.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// `zh-CN` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language that a code, or a locale like `zh_CN.UTF-8`, means.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_ascii_lowercase();
        if code.starts_with("zh") {
            Some(Self::ZhCn)
        } else if code.starts_with("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The other one.
    pub fn next(self) -> Self {
        match self {
            Self::ZhCn => Self::En,
            Self::En => Self::ZhCn,
        }
    }

    /// Its word file.
    pub fn source(self) -> &'static str {
        match self {
            Self::ZhCn => include_str!("zh-CN.ftl"),
            Self::En => include_str!("en.ftl"),
        }
    }
}

/// The words of one language.
pub struct Lexicon {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Lexicon {
    /// Reads the compiled-in file of a language. What can't be read in it is left out, and the
    /// test of the word files names it.
    pub fn new(language: Language) -> Self {
        Self::read(language, language.source().to_owned())
    }

    /// The same with `"` and `..` for marks whose width depends on the terminal, or which it may
    /// not have at all. What people wrote themselves stays as it is.
    pub fn with_plain_marks(language: Language) -> Self {
        let plain = language.source().replace(['“', '”'], "\"");
        Self::read(language, plain.replace('…', ".."))
    }

    fn read(language: Language, source: String) -> Self {
        let resource = match FluentResource::try_new(source) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Marks of direction would stand in the cells of the screen.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a word under `key` (or `key.attribute`).
    pub fn has(&self, key: &str) -> bool {
        self.find(key, &[]).is_some()
    }

    fn find(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let (id, attribute) = key
            .split_once('.')
            .map_or((key, None), |(id, a)| (id, Some(a)));
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = args.iter().map(|(k, v)| (Cow::from(*k), *v)).collect();
        Some(
            self.bundle
                .format_pattern(pattern, Some(&args), &mut Vec::new())
                .into_owned(),
        )
    }
}

impl Words for Lexicon {
    fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.find(key, args).unwrap_or_else(|| key.to_owned())
    }

    fn chinese(&self) -> Box<dyn Words + '_> {
        Box::new(Self::new(Language::ZhCn))
    }

    fn own<'a>(&self, pair: &'a [String; 2]) -> &'a str {
        match self.language {
            Language::ZhCn => &pair[0],
            Language::En => &pair[1],
        }
    }
}
