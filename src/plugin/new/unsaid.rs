//! What a template says in the place of what only its author can say.

use crate::plugin::manifest::Words;

/// How these texts begin or end; [`is_unsaid`] looks for that.
const BEGINS: [&str; 4] = [
    "写明为什么要",
    "写明依据：",
    "Say why “",
    "Say on what ground:",
];
const ENDS: [&str; 2] = ["（改成真正的用途）", "(say the real purpose)"];

/// A purpose whose name is still to be said.
pub fn purpose(zh: &str, en: &str) -> Words {
    Words {
        zh_cn: format!("{zh}（改成真正的用途）"),
        en: format!("{en} (say the real purpose)"),
    }
}

/// The ground of a purpose.
pub fn basis() -> Words {
    Words {
        zh_cn: "写明依据：文件、文号、条款".into(),
        en: "Say on what ground: document, number, clause".into(),
    }
}

/// The reason for a field that is called so.
pub fn reason(zh: &str, en: &str) -> Words {
    Words {
        zh_cn: format!("写明为什么要“{zh}”"),
        en: format!("Say why “{en}” is needed"),
    }
}

/// Whether a text is still as the template has it, or nothing.
pub fn is_unsaid(text: &str) -> bool {
    text.trim().is_empty()
        || BEGINS.iter().any(|start| text.starts_with(start))
        || ENDS.iter().any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_says_is_known_and_what_people_say_is_not() {
        for words in [purpose("名册", "Roster"), basis(), reason("姓名", "name")] {
            assert!(is_unsaid(&words.zh_cn) && is_unsaid(&words.en), "{words:?}");
        }
        assert!(is_unsaid(" "));
        for said in ["劝返复学", "写明到校情况", "Say goodbye", "真正的用途"] {
            assert!(!is_unsaid(said), "{said}");
        }
    }
}
