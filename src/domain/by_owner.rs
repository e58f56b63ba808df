//! Things by the record that they belong to: gathered in any order, read by owner.
//!
//! A map of lists takes a list from the allocator for each of 17,500 people, and gives it back;
//! that was most of the time it took to join a province's register.

use crate::schema::Id;
use std::sync::OnceLock;

/// Things, each with its owner.
pub(super) struct ByOwner<T> {
    gathered: Vec<(Id, T)>,
    /// Owners in order, with a thing each at the same place; put in order by the first look.
    sorted: OnceLock<(Vec<Id>, Vec<T>)>,
}

impl<T> Default for ByOwner<T> {
    fn default() -> Self {
        Self {
            gathered: Vec::new(),
            sorted: OnceLock::new(),
        }
    }
}

impl<T: Copy> ByOwner<T> {
    /// Takes up one more of this owner.
    pub fn put(&mut self, owner: Id, thing: T) {
        self.sorted.take();
        self.gathered.push((owner, thing));
    }

    /// Puts them in order, which the first look does otherwise.
    pub fn sort(&self) -> &(Vec<Id>, Vec<T>) {
        self.sorted.get_or_init(|| {
            let mut all = self.gathered.clone();
            all.sort_by_key(|(owner, _)| *owner);
            all.into_iter().unzip()
        })
    }

    /// What belongs to this owner, in the order in which it was taken up.
    pub fn of(&self, owner: Id) -> &[T] {
        let (owners, things) = self.sort();
        let first = owners.partition_point(|o| *o < owner);
        let count = owners[first..].partition_point(|o| *o == owner);
        &things[first..first + count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_owner_has_its_own_in_order_also_after_a_look() {
        let id = |n: u8| Id([n; 16]);
        let mut all = ByOwner::default();
        for (owner, thing) in [(2, 'a'), (1, 'b'), (2, 'c')] {
            all.put(id(owner), thing);
        }
        assert_eq!(all.of(id(2)), ['a', 'c']);
        assert_eq!(all.of(id(3)), []);
        all.put(id(2), 'd');
        all.put(id(3), 'e');
        assert_eq!(all.of(id(2)), ['a', 'c', 'd']);
        assert_eq!(all.of(id(1)), ['b']);
        assert_eq!(all.of(id(3)), ['e']);
    }
}
