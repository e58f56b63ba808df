//! What the roles of text look like. A theme is one file; nothing else names a colour.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is, as far as its look goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// All text that is nothing else: the terminal's own look.
    #[default]
    Text,
    /// Titles on rules, key names in hints, labels.
    Accent,
    /// Heads of groups and columns, what can't be done now.
    Muted,
    /// In order.
    Good,
    /// To be watched.
    Warn,
    /// Not in order.
    Bad,
    /// The row of the focus.
    Selected,
}

impl Role {
    /// Those that a theme file can name.
    pub const NAMED: [(Self, &'static str); 6] = [
        (Self::Accent, "accent"),
        (Self::Muted, "muted"),
        (Self::Good, "good"),
        (Self::Warn, "warn"),
        (Self::Bad, "bad"),
        (Self::Selected, "selected"),
    ];
}

/// Something in a theme file that can't be used. The rest of the file still counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where: `accent.fg`, or nothing for the whole file.
    pub place: String,
    /// What stands there.
    pub found: String,
}

/// The styles of all roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::NAMED.len()],
}

impl Default for Theme {
    fn default() -> Self {
        Self::parse(include_str!("../../themes/ink.toml")).0
    }
}

impl Theme {
    /// The theme where none is asked for.
    pub const DEFAULT: &str = "ink";

    /// The theme with this name.
    pub fn named(name: &str) -> Option<Self> {
        (name == Self::DEFAULT).then(Self::default)
    }

    /// Reads a theme file. What can't be used is left out and told.
    pub fn parse(source: &str) -> (Self, Vec<Warning>) {
        let mut warnings = Vec::new();
        let mut styles = [Style::new(); Role::NAMED.len()];
        let table = source.parse::<toml::Table>().unwrap_or_else(|fault| {
            warnings.push(Warning {
                place: String::new(),
                found: fault.message().to_owned(),
            });
            toml::Table::new()
        });
        for (name, value) in table {
            let known = Role::NAMED.iter().position(|(_, n)| *n == name);
            match (known, value) {
                (Some(index), toml::Value::Table(look)) => {
                    styles[index] = read_style(&name, look, &mut warnings);
                }
                (_, value) => warnings.push(Warning {
                    place: name,
                    found: value.to_string(),
                }),
            }
        }
        (Self { styles }, warnings)
    }

    /// The same without colours (NO_COLOR); bold and reverse stay, and every state has its sign.
    pub fn without_colour(mut self) -> Self {
        for style in &mut self.styles {
            (style.fg, style.bg) = (None, None);
        }
        self
    }

    /// How text in this role looks.
    pub fn style(&self, role: Role) -> Style {
        let index = Role::NAMED.iter().position(|(r, _)| *r == role);
        index.map_or(Style::new(), |i| self.styles[i])
    }
}

fn read_style(role: &str, look: toml::Table, warnings: &mut Vec<Warning>) -> Style {
    let mut style = Style::new();
    for (key, value) in look {
        let modifier = match key.as_str() {
            "bold" => Some(Modifier::BOLD),
            "reverse" => Some(Modifier::REVERSED),
            _ => None,
        };
        let colour = value
            .as_integer()
            .and_then(|n| u8::try_from(n).ok())
            .filter(|n| *n < 16);
        match (key.as_str(), modifier, colour, value.as_bool()) {
            ("fg", _, Some(n), _) => style = style.fg(Color::Indexed(n)),
            ("bg", _, Some(n), _) => style = style.bg(Color::Indexed(n)),
            (_, Some(modifier), _, Some(true)) => style = style.add_modifier(modifier),
            (_, Some(_), _, Some(false)) => {}
            _ => warnings.push(Warning {
                place: format!("{role}.{key}"),
                found: value.to_string(),
            }),
        }
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_theme_has_every_role_and_no_fault() {
        let (theme, warnings) = Theme::parse(include_str!("../../themes/ink.toml"));
        assert_eq!(warnings, []);
        for (role, name) in Role::NAMED {
            assert_ne!(theme.style(role), Style::new(), "{name}");
        }
        assert_eq!(theme.style(Role::Text), Style::new());
    }

    #[test]
    fn without_colour_selection_and_warnings_still_show() {
        let theme = Theme::default().without_colour();
        for (role, _) in Role::NAMED {
            assert_eq!((theme.style(role).fg, theme.style(role).bg), (None, None));
        }
        assert_eq!(theme.style(Role::Selected).add_modifier, Modifier::REVERSED);
        assert_eq!(theme.style(Role::Bad).add_modifier, Modifier::BOLD);
    }

    #[test]
    fn what_a_theme_gets_wrong_is_told_and_the_rest_counts() {
        let (theme, warnings) = Theme::parse(
            "good = 3\n[accent]\nfg = 400\nbold = true\nblink = 1\n[bad]\nfg = 1\n[nice]\n",
        );
        let places: Vec<_> = warnings.iter().map(|w| w.place.as_str()).collect();
        assert_eq!(places, ["accent.blink", "accent.fg", "good", "nice"]);
        assert_eq!(
            theme.style(Role::Accent),
            Style::new().add_modifier(Modifier::BOLD)
        );
        assert_eq!(theme.style(Role::Bad), Style::new().fg(Color::Indexed(1)));
        assert_eq!(Theme::parse("[[[").1.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_theme(source in ".*") {
            Theme::parse(&source);
        }
    }
}
