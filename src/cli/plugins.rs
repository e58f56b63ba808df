//! `plugin`: which plug-ins there are, what each asks for, and whether it is approved.

use super::args::PluginAct;
use super::{Desk, Outcome};
use crate::plugin::discover::Origin;
use crate::schema::Words;
use crate::service::plugins::{AskedLine, ChangedLine, PluginView, Signed, TableChange};
use crate::service::{Problem, export};
use serde_json::{Value as Json, json};
use std::io::{BufRead, IsTerminal, Write, stdin};

impl Desk {
    pub(super) fn plugin(&self, act: Option<PluginAct>) -> Outcome {
        match act.unwrap_or(PluginAct::List) {
            PluginAct::List => self.list_plugins(),
            PluginAct::Show { id } => {
                let view = self.office(true)?.plugin(&id)?;
                match self.out.json {
                    true => self.out.object(self.plugin_object(&view)),
                    false => self.show_plugin(&view, &|line| self.out.data(line)),
                }
                Ok(())
            }
            PluginAct::Fields { id } => {
                self.plugin_fields(&self.office(true)?.plugin(&id)?);
                Ok(())
            }
            PluginAct::Check(asked) => self.check_plugin(&asked),
            PluginAct::New { dir, agency, id } => self.new_plugin(&dir, &agency, id.as_deref()),
            PluginAct::Trust { id, confirm } => self.trust_plugin(&id, confirm),
            PluginAct::Distrust { id } => {
                self.office(false)?.distrust(&id)?;
                let args = [("id", id.as_str())];
                self.out.say(&self.words.fill("trust-taken-back", &args));
                Ok(())
            }
        }
    }

    fn list_plugins(&self) -> Outcome {
        let (views, passed_over) = self.office(true)?.plugins();
        if self.out.json {
            views
                .iter()
                .for_each(|view| self.out.object(standing(view)));
        } else {
            let keys = ["plugin", "version", "agency", "state", "where"];
            let headings = keys.map(|key| self.words.word(&format!("trust-{key}")));
            let row = |view: &PluginView| {
                vec![
                    view.id.clone(),
                    view.version.clone(),
                    view.agency.clone(),
                    view.standing.told(&self.words),
                    self.place(view),
                ]
            };
            let rows: Vec<_> = views.iter().map(row).collect();
            self.out.table(&headings, &rows, &[false; 5]);
        }
        for (folder, why) in passed_over {
            let folder = folder.display().to_string();
            let what = why.what(&self.words);
            let args = [("folder", folder.as_str()), ("what", &what)];
            self.out.say(&self.words.fill("trust-passed-over", &args));
            for (cue, text) in [
                ("cli-why", why.why(&self.words)),
                ("cli-next", why.next(&self.words)),
            ] {
                let cue = self.words.word(cue);
                self.out.say(&format!("    {cue} {text}"));
            }
        }
        Ok(())
    }

    fn place(&self, view: &PluginView) -> String {
        let from = self.words.word(&format!("trust-from-{}", origin(view)));
        format!("{from}  {}", view.folder.display())
    }

    /// Shows what is to be approved before anything is asked.
    fn trust_plugin(&self, id: &str, confirm: Option<String>) -> Outcome {
        let office = self.office(false)?;
        let view = office.plugin(id)?;
        self.show_plugin(&view, &|line| self.out.say(line));
        for field in &view.fields {
            self.out
                .say(&format!("  {}", self.field_cells(field).join("  ")));
        }
        let args = [("id", view.id.as_str()), ("version", &view.version)];
        let typed = match confirm {
            Some(typed) => typed,
            None if view.standing.can_be_approved() => self.ask_id(&view)?,
            None => view.id.clone(),
        };
        let done = office.trust(&view, &typed)?.is_some();
        let key = if done { "trust-done" } else { "trust-nothing" };
        self.out.say(&self.words.fill(key, &args));
        Ok(())
    }

    /// The id, typed at a terminal; a script says it with `--confirm`.
    fn ask_id(&self, view: &PluginView) -> Result<String, Problem> {
        let refused = || Problem::new("plugin-not-confirmed").with("id", &view.id);
        if !stdin().is_terminal() {
            return Err(refused());
        }
        let ask = self.words.fill("trust-ask", &[("id", &view.id)]);
        let mut err = std::io::stderr().lock();
        // A terminal that takes no prompt shows none; what is typed is read all the same.
        let _ = write!(err, "{ask}").and_then(|()| err.flush());
        let mut line = String::new();
        let read = stdin().lock().read_line(&mut line);
        read.map_err(|_| refused())?;
        Ok(line)
    }

    fn show_plugin(&self, view: &PluginView, say: &dyn Fn(&str)) {
        let agency = format!("{}  {}", view.agency, self.own(&view.purpose));
        let mut lines = vec![
            ("trust-plugin", format!("{} {}", view.id, view.version)),
            ("trust-name", self.own(&view.names).to_owned()),
            ("trust-agency", agency),
            ("export-basis", self.own(&view.basis).to_owned()),
            ("export-files", view.outputs.join("  ")),
            ("trust-state", view.standing.told(&self.words)),
            ("trust-label-signed", self.signed(view)),
            ("trust-where", self.place(view)),
            ("trust-print", view.prints.library.clone()),
            ("trust-print-manifest", view.prints.manifest.clone()),
            ("trust-print-layout", view.prints.layout.clone()),
        ];
        if view.layout_only {
            lines.push(("trust-part-library", self.words.word("trust-stock")));
        }
        if let Some(before) = &view.before {
            let day = before.day.map(|day| day.iso()).unwrap_or_default();
            let args = [
                ("version", before.version.as_str()),
                ("day", &day),
                ("by", &before.by),
            ];
            lines.push(("trust-before", self.words.fill("trust-before-told", &args)));
        }
        for (key, text) in lines {
            say(&format!("{}  {text}", self.words.word(key)));
        }
        self.show_changes(view, say);
    }

    /// What its signature says, with what the signer wrote beside.
    fn signed(&self, view: &PluginView) -> String {
        let word = self.words.word(view.signed.key());
        match &view.signed {
            Signed::Good { comment, .. } => format!("{word}  {comment}"),
            Signed::Broken(fault) => format!("{word}  {}", self.words.word(fault.key())),
            _ => word,
        }
    }

    /// What is other than approved.
    fn show_changes(&self, view: &PluginView, say: &dyn Fn(&str)) {
        if let Some(before) = view.before.as_ref().filter(|_| view.moved()) {
            let args = [
                ("agency", before.agency.as_str()),
                ("purpose", &before.purpose),
            ];
            say(&self.words.fill("trust-moved", &args));
        }
        let changed = view.fields.iter().filter_map(|field| {
            let change = self
                .words
                .word(&format!("trust-field-{}", field.change?.code()));
            Some((self.field_word(&field.name), change))
        });
        let gone = view.gone.iter();
        let gone = gone.map(|name| (self.field_word(name), self.words.word("trust-field-gone")));
        for (name, change) in changed.chain(gone) {
            let head = self.words.word("trust-change");
            say(&format!("{head}  {name}  {change}"));
        }
        let stays = self.words.word("trust-label-ungranted");
        if let Some(problem) = &view.sends_nothing {
            say(&format!("{stays}  {}", problem.why(&self.words)));
        }
        for name in &view.ungranted {
            say(&format!("{stays}  {}", self.field_word(name)));
        }
        self.show_tables(view, say);
        for (head, lines) in [
            ("trust-manifest", &view.manifest),
            ("trust-layout", &view.layout),
        ] {
            if !lines.is_empty() {
                say(&self.words.word(head));
            }
            for line in told(lines) {
                say(&format!("  {line}"));
            }
        }
    }

    /// Tables as they were approved and as they are, with invented rows.
    fn show_tables(&self, view: &PluginView, say: &dyn Fn(&str)) {
        let first = view.first_tables();
        let title = if first {
            "trust-table-first"
        } else {
            "trust-table"
        };
        for table in &view.tables {
            say(&self.words.fill(title, &[("sheet", &table.sheet)]));
            let both = [
                ("trust-table-before", &table.before),
                ("trust-table-now", &table.after),
            ];
            for (key, lines) in both.into_iter().skip(usize::from(first)) {
                say(&format!("  {}", self.words.word(key)));
                lines.iter().for_each(|line| say(&format!("    {line}")));
            }
        }
    }

    fn plugin_fields(&self, view: &PluginView) {
        if self.out.json {
            for field in &view.fields {
                self.out.object(field_object(field));
            }
            return;
        }
        let keys = [
            "trust-code",
            "trust-field",
            "trust-needs",
            "trust-why",
            "trust-change",
        ];
        let headings = keys.map(|key| self.words.word(key));
        let row = |field: &AskedLine| {
            let code = format!("{}.{}", field.dataset, field.name);
            [vec![code], self.field_cells(field)].concat()
        };
        let rows: Vec<_> = view.fields.iter().map(row).collect();
        self.out.table(&headings, &rows, &[false; 5]);
    }

    fn field_cells(&self, field: &AskedLine) -> Vec<String> {
        let needs = if field.required {
            "trust-yes"
        } else {
            "trust-no"
        };
        let change = field
            .change
            .map(|change| format!("trust-field-{}", change.code()));
        vec![
            self.field_word(&field.name),
            self.words.word(needs),
            self.own(&field.why).to_owned(),
            change.map_or_else(String::new, |key| self.words.word(&key)),
        ]
    }

    /// The word of a field; its name where the catalogue has none of it.
    fn field_word(&self, name: &str) -> String {
        match export::catalogue().any(|known| known == name) {
            true => self.words.word(&format!("export-field-{name}")),
            false => name.to_owned(),
        }
    }

    fn plugin_object(&self, view: &PluginView) -> Json {
        let mut object = standing(view);
        let changed = view.tables.iter().filter(|_| !view.first_tables());
        let sends_nothing = view.sends_nothing.as_ref();
        let more = json!({
            "name": self.own(&view.names), "purpose": self.own(&view.purpose),
            "manifest": view.prints.manifest, "layout": view.prints.layout,
            "fields": view.fields.iter().map(field_object).collect::<Vec<_>>(),
            "gone": view.gone, "layout_changes": told(&view.layout),
            "manifest_changes": told(&view.manifest), "ungranted": view.ungranted,
            "sends_nothing": sends_nothing.map(|problem| problem.key), "moved": view.moved(),
            "table_changes": changed.map(table_object).collect::<Vec<_>>(),
            "layout_only": view.layout_only,
            "approved_version": view.before.as_ref().map(|b| b.version.clone()),
        });
        if let (Json::Object(all), Json::Object(more)) = (&mut object, more) {
            all.extend(more);
        }
        object
    }
}

fn origin(view: &PluginView) -> &'static str {
    match view.origin {
        Origin::Built => "built",
        Origin::Shipped => "shipped",
        Origin::System => "system",
        Origin::User => "user",
    }
}

fn standing(view: &PluginView) -> Json {
    json!({
        "plugin": view.id, "version": view.version, "agency": view.agency,
        "state": view.standing.state(),
        "standing": view.standing.key().trim_start_matches("trust-"),
        "from": origin(view), "folder": view.folder.display().to_string(),
        "library": view.prints.library,
    })
}

/// Lines that changed, each with its sign.
fn told(lines: &[ChangedLine]) -> Vec<String> {
    let sign = |added| if added { '+' } else { '-' };
    let lines = lines.iter();
    lines
        .map(|line| format!("{} {}", sign(line.added), line.text))
        .collect()
}

fn table_object(table: &TableChange) -> Json {
    json!({ "sheet": table.sheet, "before": table.before, "now": table.after })
}

fn field_object(field: &AskedLine) -> Json {
    json!({
        "dataset": field.dataset, "field": field.name, "required": field.required,
        "why": {"zh-CN": field.why[0], "en": field.why[1]},
        "change": field.change.map(|change| change.code()),
    })
}
