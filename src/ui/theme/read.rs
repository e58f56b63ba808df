//! Theme files: what they inherit, the colours they name, and the look of each role.

use super::{Role, Theme, colour, place};
use crate::config::{Entry, Sort, Value, Warning, parse};
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

/// A file that was read, and whose it is.
struct Part {
    name: String,
    own: bool,
    file: String,
    entries: Vec<Entry>,
}

/// The theme with this name, and what can't be used of it.
pub(super) fn theme(
    name: &str,
    own: &dyn Fn(&str) -> Option<String>,
) -> Option<(Theme, Vec<Warning>)> {
    let mut warnings = Vec::new();
    let mut parts = vec![part(name, true, own, &mut warnings)?];
    while let Some(next) = inherited(&parts, own, &mut warnings) {
        parts.push(next);
    }
    parts.reverse();
    let mut palette = BTreeMap::new();
    for part in &parts {
        read_palette(part, &mut palette, &mut warnings);
    }
    let mut theme = Theme::plain();
    for part in &parts {
        read_roles(part, &palette, &mut theme, &mut warnings);
    }
    warnings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Some((theme, warnings))
}

fn part(
    name: &str,
    own_first: bool,
    own: &dyn Fn(&str) -> Option<String>,
    warnings: &mut Vec<Warning>,
) -> Option<Part> {
    let theirs = own_first.then(|| own(name)).flatten();
    let is_own = theirs.is_some();
    let ours = super::OURS.iter().find(|(ours, _)| *ours == name);
    let source = theirs.or_else(|| ours.map(|(_, source)| (*source).to_owned()))?;
    let file = Sort::Theme.file(name);
    let (entries, mut found) = parse(&file, &source);
    warnings.append(&mut found);
    Some(Part {
        name: name.into(),
        own: is_own,
        file,
        entries,
    })
}

/// What the last of these inherits. A theme of the person's may have the name of one of ours and
/// inherit that.
fn inherited(
    parts: &[Part],
    own: &dyn Fn(&str) -> Option<String>,
    warnings: &mut Vec<Warning>,
) -> Option<Part> {
    let last = parts.last()?;
    let entry = last.entries.iter().find(|e| e.key == "inherit")?;
    let Value::Text(name) = &entry.value else {
        warnings.push(entry.warning(&last.file, "config-value"));
        return None;
    };
    let mut unread = Vec::new();
    let found = part(name, *name != last.name, own, &mut unread);
    let key = match &found {
        None => "config-no-theme",
        Some(found)
            if parts
                .iter()
                .any(|p| p.name == found.name && p.own == found.own) =>
        {
            "config-cycle"
        }
        Some(_) => {
            warnings.append(&mut unread);
            return found;
        }
    };
    warnings.push(entry.warning(&last.file, key));
    None
}

fn read_palette(part: &Part, palette: &mut BTreeMap<String, Color>, warnings: &mut Vec<Warning>) {
    for entry in under(part, "palette") {
        match plain(&entry.value) {
            Some(colour) => {
                palette.insert(entry.key.clone(), colour);
            }
            None => warnings.push(entry.warning(&part.file, "config-value")),
        }
    }
}

fn under<'a>(part: &'a Part, table: &'a str) -> impl Iterator<Item = &'a Entry> {
    let tables = part.entries.iter().filter(move |e| e.key == table);
    tables.flat_map(|entry| match &entry.value {
        Value::Table(entries) => entries.iter(),
        _ => [].iter(),
    })
}

fn plain(value: &Value) -> Option<Color> {
    match value {
        Value::Int(number) => colour::numbered(*number),
        Value::Text(text) => colour::written(text),
        _ => None,
    }
}

fn read_roles(
    part: &Part,
    palette: &BTreeMap<String, Color>,
    theme: &mut Theme,
    warnings: &mut Vec<Warning>,
) {
    for entry in &part.entries {
        let role = Role::NAMED.iter().find(|(_, name)| *name == entry.key);
        match (role, entry.key.as_str(), &entry.value) {
            (Some((role, _)), _, Value::Table(looks)) => {
                let style = &mut theme.styles[place(*role)];
                for look in looks {
                    match with(*style, look, palette) {
                        Ok(changed) => *style = changed,
                        Err(key) => warnings.push(look.warning(&part.file, key)),
                    }
                }
            }
            (_, "inherit", _) | (_, "palette", Value::Table(_)) => {}
            (None, name, _) if name != "palette" => {
                warnings.push(entry.warning(&part.file, "config-unknown"));
            }
            _ => warnings.push(entry.warning(&part.file, "config-value")),
        }
    }
}

/// The style with one more thing said of it; what a theme inherited can be unsaid with
/// `"default"` and `false`.
fn with(
    style: Style,
    look: &Entry,
    palette: &BTreeMap<String, Color>,
) -> Result<Style, &'static str> {
    let modifier = match look.key.as_str() {
        "fg" | "bg" => {
            let colour = match &look.value {
                Value::Text(name) if name == "default" => None,
                Value::Text(name) if palette.contains_key(name) => palette.get(name).copied(),
                value => Some(plain(value).ok_or("config-value")?),
            };
            return Ok(if look.key == "fg" {
                Style {
                    fg: colour,
                    ..style
                }
            } else {
                Style {
                    bg: colour,
                    ..style
                }
            });
        }
        "bold" => Modifier::BOLD,
        "reverse" => Modifier::REVERSED,
        "underline" => Modifier::UNDERLINED,
        _ => return Err("config-unknown"),
    };
    match look.value {
        Value::Flag(true) => Ok(style.add_modifier(modifier)),
        Value::Flag(false) => Ok(Style {
            add_modifier: style.add_modifier.difference(modifier),
            ..style
        }),
        _ => Err("config-value"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> (Theme, Vec<(String, usize, &'static str)>) {
        let own = |name: &str| {
            let file = files.iter().find(|(n, _)| *n == name);
            file.map(|(_, source)| (*source).to_owned())
        };
        let (theme, warnings) = theme(files[0].0, &own).expect("there");
        let told = warnings.into_iter().map(|w| (w.file, w.line, w.key));
        (theme, told.collect())
    }

    #[test]
    fn a_theme_inherits_and_names_its_colours() {
        let (theme, told) = read(&[
            (
                "mine",
                "inherit = \"base\"\n[palette]\nsky = 33\n[good]\nbold = true\n[warn]\nbold = false\nfg = \"default\"\n",
            ),
            (
                "base",
                "inherit = \"ink\"\n[palette]\nsky = \"#0000ff\"\n[accent]\nfg = \"sky\"\nunderline = true\n",
            ),
        ]);
        assert_eq!(told, []);
        let style = |role| theme.style(role);
        // The palette of the heir counts for what it inherits too.
        assert_eq!(
            style(Role::Accent),
            Style::new()
                .fg(Color::Indexed(33))
                .add_modifier(Modifier::UNDERLINED)
        );
        let good = Style::new()
            .fg(Color::Indexed(2))
            .add_modifier(Modifier::BOLD);
        assert_eq!(style(Role::Good), good);
        assert_eq!(style(Role::Warn), Style::new());
        assert_eq!(style(Role::Bad), Theme::default().style(Role::Bad));
    }

    #[test]
    fn what_a_theme_gets_wrong_is_told_and_the_rest_counts() {
        let (theme, told) = read(&[(
            "mine",
            "good = 3\n[accent]\nfg = 400\nbold = true\nblink = 1\n[bad]\nfg = 1\nbg = \"blau\"\n[nice]\n[palette]\nx = []\n[muted\n",
        )]);
        let lines: Vec<_> = told.iter().map(|(_, line, key)| (*line, *key)).collect();
        assert_eq!(
            lines,
            [
                (1, "config-value"),
                (3, "config-value"),
                (5, "config-unknown"),
                (8, "config-value"),
                (9, "config-unknown"),
                (11, "config-value"),
                (12, "config-syntax"),
            ]
        );
        assert!(told.iter().all(|(file, _, _)| file == "themes/mine.toml"));
        let bold = Style::new().add_modifier(Modifier::BOLD);
        assert_eq!(theme.style(Role::Accent), bold);
        assert_eq!(theme.style(Role::Bad).fg, Some(Color::Indexed(1)));
    }

    #[test]
    fn circles_are_refused_and_an_heir_may_have_the_name_of_ours() {
        let circle = [
            ("a", "inherit = \"b\"\n[good]\nfg = 1\n"),
            ("b", "\ninherit = \"a\"\n[bad]\nfg = 2\n"),
        ];
        let (theme, told) = read(&circle);
        assert_eq!(told, [("themes/b.toml".into(), 2, "config-cycle")]);
        assert_eq!(theme.style(Role::Good).fg, Some(Color::Indexed(1)));
        assert_eq!(theme.style(Role::Bad).fg, Some(Color::Indexed(2)));
        assert_eq!(read(&[("a", "inherit = \"a\"")]).1[0].2, "config-no-theme");
        assert_eq!(read(&[("a", "inherit = \"c\"")]).1[0].2, "config-no-theme");
        assert_eq!(read(&[("a", "inherit = 1")]).1[0].2, "config-value");
        let (theme, told) = read(&[("ink", "inherit = \"ink\"\n[good]\nfg = 3\n")]);
        assert_eq!(told, []);
        assert_eq!(theme.style(Role::Good).fg, Some(Color::Indexed(3)));
        assert_eq!(theme.style(Role::Selected).add_modifier, Modifier::REVERSED);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_theme(source in "(?s).*") {
            read(&[("mine", &source)]);
        }
    }
}
