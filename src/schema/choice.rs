/// One of the answers that a field takes: a code for files and scripts, and the ways people write it.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Lower-case ASCII; the word files hold what is shown, under `choice-CODE-OF-THE-LIST-CODE`.
    pub code: &'static str,
    /// How offices write it; the first is the usual Chinese word.
    pub synonyms: &'static [&'static str],
}

impl Choice {
    /// The choice that `text` means: by code or by synonym, letters of either case.
    pub fn find(all: &'static [Self], text: &str) -> Option<&'static Self> {
        let text = super::text::tidy(text);
        all.iter().find(|c| {
            c.code.eq_ignore_ascii_case(&text) || c.synonyms.iter().any(|s| means(s, &text))
        })
    }
}

/// Whether a synonym is what was typed, whose signs are folded: 、 has become a stroke there.
fn means(synonym: &str, tidy: &str) -> bool {
    synonym.eq_ignore_ascii_case(tidy)
        || (synonym.contains('、') && super::text::tidy(synonym) == tidy)
}

/// An enum that is stored as itself and spoken as a [`Choice`].
///
/// The order is what the codec writes: append, never reorder (golden bytes watch it).
pub trait Coded: Copy + Ord + Sized + 'static {
    /// The list's name in the word files.
    const LIST: &'static str;
    /// The choices, in the order of the variants.
    const CHOICES: &'static [Choice];
    /// This one's code.
    fn code(self) -> &'static str;
    /// The one with this code.
    fn from_code(code: &str) -> Option<Self>;
}

/// `choices!(Sex "sex" { Male "male" ["男", "M"], Female "female" ["女", "F"] })`
#[macro_export]
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident $list:literal { $($(#[$vmeta:meta])* $variant:ident $code:literal [$($synonym:literal),*]),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[doc = $code] $variant),+ }

        impl $crate::schema::Coded for $name {
            const LIST: &'static str = $list;
            const CHOICES: &'static [$crate::schema::Choice] =
                &[$($crate::schema::Choice { code: $code, synonyms: &[$($synonym),*] }),+];
            fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            fn from_code(code: &str) -> Option<Self> { match code { $($code => Some(Self::$variant),)+ _ => None } }
        }
    };
}
