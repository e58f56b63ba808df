/// The words for people, wherever they come from.
///
/// Layers below the screens get them as this trait, so that they know no language. Several threads
/// ask at a time.
pub trait Words: Sync {
    /// The sentence under `key`, its places filled in. A key that isn't there comes back as itself.
    fn fill(&self, key: &str, args: &[(&str, &str)]) -> String;

    /// The same, where what fills the places was made for it.
    fn fill_with(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.fill(key, &args)
    }

    /// The word under `key`.
    fn word(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// Of what somebody else wrote in Chinese and English, the one in this language.
    fn own<'a>(&self, pair: &'a [String; 2]) -> &'a str {
        &pair[0]
    }

    /// The words of what leaves the office: Chinese, whatever the screen speaks, for who gets it reads
    /// that.
    fn chinese(&self) -> Box<dyn Words + '_>;

    /// The word of a choice; of a field of the office's own, the code itself.
    fn choice(&self, list: &str, code: &str) -> String {
        if list == super::LOCAL_LIST {
            code.to_owned()
        } else {
            self.word(&format!("choice-{list}-{code}"))
        }
    }
}

/// For tests below the word files: words are their own keys.
#[cfg(test)]
pub struct Keys;

#[cfg(test)]
impl Words for Keys {
    fn fill(&self, key: &str, _: &[(&str, &str)]) -> String {
        key.to_owned()
    }

    fn chinese(&self) -> Box<dyn Words + '_> {
        Box::new(Keys)
    }
}
