//! What the roles of text look like. A theme is one file, perhaps on top of another; nothing else
//! names a colour.

mod colour;
mod read;

pub use colour::{Depth, contrast};

use crate::config::Warning;
use ratatui::style::{Modifier, Style};

/// What a piece of text is, as far as its look goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// All text that is nothing else; where a theme says nothing, the terminal's own look.
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
    pub const NAMED: [(Self, &'static str); 7] = [
        (Self::Text, "text"),
        (Self::Accent, "accent"),
        (Self::Muted, "muted"),
        (Self::Good, "good"),
        (Self::Warn, "warn"),
        (Self::Bad, "bad"),
        (Self::Selected, "selected"),
    ];
}

/// Our own themes, the default first.
const OURS: [(&str, &str); 5] = [
    ("ink", include_str!("../../../themes/ink.toml")),
    ("paper", include_str!("../../../themes/paper.toml")),
    ("night", include_str!("../../../themes/night.toml")),
    ("contrast", include_str!("../../../themes/contrast.toml")),
    ("mono", include_str!("../../../themes/mono.toml")),
];

/// The styles of all roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::NAMED.len()],
}

impl Default for Theme {
    fn default() -> Self {
        let ours = Self::named(OURS[0].0, &|_| None);
        ours.map_or_else(Self::plain, |(theme, _)| theme)
    }
}

impl Theme {
    /// The names of our own themes, the default first.
    pub fn ours() -> impl Iterator<Item = &'static str> {
        OURS.iter().map(|(name, _)| *name)
    }

    /// The theme with this name: the person's own file of that name where `own` has one, else ours.
    /// What can't be used of it is left out and told.
    pub fn named(name: &str, own: &dyn Fn(&str) -> Option<String>) -> Option<(Self, Vec<Warning>)> {
        read::theme(name, own)
    }

    fn plain() -> Self {
        Self {
            styles: [Style::new(); Role::NAMED.len()],
        }
    }

    /// The same on a terminal that shows so many colours. Without any (NO_COLOR) the focus is
    /// reversed and what presses is bold, whatever the theme says; and every state has its sign.
    #[must_use]
    pub fn at(mut self, depth: Depth) -> Self {
        for style in &mut self.styles {
            style.fg = style.fg.and_then(|fg| colour::at(fg, depth));
            style.bg = style.bg.and_then(|bg| colour::at(bg, depth));
        }
        if depth == Depth::Sixteen {
            self.keep_readable();
        }
        if depth == Depth::None {
            for (role, modifier) in [
                (Role::Selected, Modifier::REVERSED),
                (Role::Warn, Modifier::BOLD),
                (Role::Bad, Modifier::BOLD),
            ] {
                let style = &mut self.styles[place(role)];
                *style = style.add_modifier(modifier);
            }
        }
        self
    }

    /// Among sixteen colours there is hardly a dark one: what could not be read on its ground any
    /// more has the colour of text, and its sign and word say the rest.
    fn keep_readable(&mut self) {
        /// What WCAG 2.2 asks of large text (1.4.3).
        const LEAST: f64 = 3.0;
        let text = self.style(Role::Text);
        for style in &mut self.styles {
            let on = style.bg.or(text.bg);
            let both = style.fg.zip(on);
            let seen = both.and_then(|(fg, bg)| contrast(fg, bg));
            if seen.is_some_and(|seen| seen < LEAST) {
                style.fg = text.fg;
            }
        }
    }

    /// How text in this role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles[place(role)]
    }
}

fn place(role: Role) -> usize {
    let place = Role::NAMED.iter().position(|(named, _)| *named == role);
    // Every role is named.
    place.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(name: &str) -> Theme {
        let (theme, warnings) = Theme::named(name, &|_| None).expect("one of ours");
        assert_eq!(warnings, [], "{name}");
        theme
    }

    #[test]
    fn our_own_themes_have_every_role_and_no_fault() {
        for name in Theme::ours() {
            for (role, role_name) in Role::NAMED.into_iter().skip(1) {
                // Without colours there are fewer looks than roles.
                if name != "mono" || !matches!(role, Role::Good | Role::Muted) {
                    let plain = Theme::plain().style(role);
                    assert_ne!(ours(name).style(role), plain, "{name} {role_name}");
                }
            }
        }
        assert_eq!(ours("ink"), Theme::default());
        assert_eq!(Theme::default().style(Role::Text), Style::new());
        assert_eq!(Theme::named("nice", &|_| None), None);
    }

    /// Where a theme names both colours they can be told apart by tired eyes, on every terminal.
    #[test]
    fn what_stands_on_what_can_be_read() {
        let mut pairs = 0;
        for name in Theme::ours() {
            for (depth, fewest) in [
                (Depth::Full, 4.5),
                (Depth::Many, 4.5),
                (Depth::Sixteen, 3.0),
            ] {
                let theme = ours(name).at(depth);
                let ground = theme.style(Role::Text).bg;
                for (role, role_name) in Role::NAMED {
                    let style = theme.style(role);
                    let text = style.fg.or(theme.style(Role::Text).fg);
                    let (Some(fg), Some(bg)) = (text, style.bg.or(ground)) else {
                        continue;
                    };
                    let got = contrast(fg, bg).expect("known colours");
                    let more = name == "contrast" && depth != Depth::Sixteen;
                    let fewest = if more { 7.0 } else { fewest };
                    assert!(got >= fewest, "{name} {role_name} {depth:?}: {got:.1}");
                    pairs += 1;
                }
            }
        }
        assert_eq!(pairs, 3 * 3 * Role::NAMED.len());
    }

    #[test]
    fn without_colour_selection_and_warnings_still_show() {
        for name in Theme::ours() {
            let theme = ours(name).at(Depth::None);
            for (role, _) in Role::NAMED {
                assert_eq!((theme.style(role).fg, theme.style(role).bg), (None, None));
            }
            let bold = |role| theme.style(role).add_modifier.contains(Modifier::BOLD);
            let selected = theme.style(Role::Selected).add_modifier;
            assert!(selected.contains(Modifier::REVERSED), "{name}");
            assert!(bold(Role::Bad) && bold(Role::Warn), "{name}");
        }
    }
}
