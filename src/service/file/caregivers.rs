//! Father, mother and whoever else cares, a line each.

use super::lines::{Bit, Mark, Section, Teller, mark, plain};
use crate::domain::caregiver::{Caregiver, Relation};
use crate::domain::child::{Child, Guardianship};
use crate::service::Row;
use std::sync::Arc;

impl Teller<'_> {
    pub(super) fn people(&mut self, child: &Child) {
        let file = self.file;
        let sections = [
            (Section::Father, Relation::Father),
            (Section::Mother, Relation::Mother),
        ];
        for ((section, relation), parent) in sections.into_iter().zip(&file.parents) {
            match parent {
                Some(row) => self.caregiver(section, row, Some(relation)),
                None => {
                    let (sign, key) = match child.parents_unknown {
                        Some(true) => (Mark::Later, "file-not-found"),
                        _ => (Mark::Unknown, "file-nobody-told"),
                    };
                    let bits = vec![mark(sign, self.word(key))];
                    self.line(section, bits, "parents_unknown").adds = Some(relation);
                }
            }
        }
        for row in &file.others {
            self.caregiver(Section::Care, row, None);
        }
        if file.main.is_none() {
            let bits = vec![mark(Mark::Unknown, self.word("file-nobody-cares"))];
            self.line(Section::Care, bits, "guardianship").adds = Some(Relation::Grandmother);
        }
        self.guardianship(child);
    }

    /// Who it is, how it stands with them, and how to reach them.
    fn caregiver(&mut self, section: Section, row: &Arc<Row>, expected: Option<Relation>) {
        let Ok(caregiver) = <&Caregiver>::try_from(&row.record) else {
            return;
        };
        let mut bits = vec![plain(caregiver.name.clone())];
        // The section has said it, unless it is an adoptive one.
        if caregiver.relation != expected {
            bits.extend(self.field(row, "relation").map(plain));
        }
        bits.extend(self.years(caregiver.birth_day).map(plain));
        bits.push(match self.field(row, "status") {
            Some(status) => plain(status),
            None => mark(Mark::Unknown, self.word("field-caregiver-status")),
        });
        let since = self.named(row, "status_since");
        bits.extend(since.filter(|_| !caregiver.status.is_empty()));
        bits.extend(self.field(row, "work_place").map(plain));
        if caregiver.able == Some(false) {
            bits.push(mark(Mark::Watch, self.word("file-unable")));
        }
        bits.extend(self.field(row, "phone").map(plain));
        if self.file.main == Some(row.id) {
            bits.push(mark(Mark::Good, self.word("file-cares")));
        }
        if caregiver.guardian == Some(true) {
            bits.push(plain(self.word("field-caregiver-guardian")));
        }
        if caregiver.entrusted == Some(true) {
            bits.push(plain(self.word("field-caregiver-entrusted")));
        }
        bits.extend(self.named(row, "address"));
        bits.extend(self.named(row, "wishes"));
        bits.extend(self.named(row, "consent"));
        self.about(section, bits, row, "name");
    }

    fn guardianship(&mut self, child: &Child) {
        let row = &self.file.child;
        let mut bits = vec![
            match (self.field(row, "guardianship"), child.guardianship) {
                (Some(text), Some(told)) => Bit {
                    mark: match told {
                        told if told.is_poor() => Some(Mark::Urgent),
                        Guardianship::Good => Some(Mark::Good),
                        _ => None,
                    },
                    text,
                },
                _ => mark(Mark::Unknown, self.word("field-child-guardianship")),
            },
        ];
        if child.parents_unknown == Some(true) {
            bits.push(plain(self.word("field-child-parents_unknown")));
        }
        bits.extend(self.field(row, "raised").map(plain));
        bits.extend(self.named(row, "moved_in"));
        self.line(Section::Guardianship, bits, "guardianship");
    }
}
