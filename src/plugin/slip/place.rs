//! Where in a text in TOML a value stands.

use toml::de::DeTable;

/// The byte where the value with this path begins, such as `dataset.1.field.0.name`; what it would be
/// part of if it isn't there. None if that isn't there either, or the text is no TOML.
pub fn byte(text: &str, path: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let mut steps = path.split('.');
    let mut found = table.get_ref().get(steps.next()?)?;
    for step in steps {
        let part = match step.parse::<usize>() {
            Ok(index) => found.get_ref().get(index),
            Err(_) => found.get_ref().get(step),
        };
        let Some(part) = part else { break };
        found = part;
    }
    Some(found.span().start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_path_and_not_by_what_is_written_alike() {
        let text = "# id = 'b'\nname = 'id'\nid = 'a'\n[[part]]\nid = 'a'\n[[part]]\nid = 'a' #\n";
        for (path, from) in [
            ("id", "'a'\n[[part]]\nid = 'a'\n["),
            ("part.0.id", "'a'\n[[part]]\nid = 'a' #"),
            ("part.1.id", "'a' #"),
            ("part.1.lacking.more", "[[part]]\nid = 'a' #"),
        ] {
            assert_eq!(byte(text, path), text.find(from), "{path}");
        }
        assert_eq!(byte(text, "part.2"), byte(text, "part"));
        assert_eq!(byte(text, "other"), None);
        assert_eq!(byte("no toml", "no"), None);
    }
}
