//! Things with an id, found by it and held in every order they are listed in; they may change meanwhile.

use super::cursor::{Key, Place};
use crate::calendar::Life;
use std::cmp::Ordering;
use std::collections::HashMap;

/// What can be listed.
pub(super) trait Ranked {
    /// The number of its id.
    fn number(&self) -> u64;
    /// When it was made and last changed.
    fn life(&self) -> Life;
    /// Its title.
    fn title(&self) -> &str;
}

/// What content can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Created,
    Modified,
    Title,
}

impl Field {
    const ALL: [Field; 4] = [Field::Id, Field::Created, Field::Modified, Field::Title];

    /// The field of a `sort` value without its minus sign.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "created-date" => Field::Created,
            "modified-date" => Field::Modified,
            "title" => Field::Title,
            _ => Field::Id,
        }
    }

    /// Where something stands in the order of this field.
    pub(super) fn place(self, row: &impl Ranked) -> Place {
        let key = match self {
            Field::Id => Key::Number(row.number() as i64),
            Field::Created => Key::Number(row.life().created),
            Field::Modified => Key::Number(row.life().modified),
            Field::Title => Key::Text(row.title().to_owned()),
        };
        (key, row.number())
    }

    fn compare(self, one: &impl Ranked, two: &impl Ranked) -> Ordering {
        let by_field = match self {
            Field::Id => Ordering::Equal,
            Field::Created => one.life().created.cmp(&two.life().created),
            Field::Modified => one.life().modified.cmp(&two.life().modified),
            Field::Title => one.title().cmp(two.title()),
        };
        by_field.then(one.number().cmp(&two.number()))
    }
}

/// Rows by id and in order.
pub(super) struct Rows<T> {
    all: Vec<T>,
    by_id: HashMap<u64, u32>,
    orders: [Vec<u32>; 4],
}

impl<T: Ranked> Rows<T> {
    /// Indexes the rows.
    pub(super) fn new(all: Vec<T>) -> Self {
        let by_id = all.iter().zip(0..).map(|(row, index)| (row.number(), index)).collect();
        let ordered = |field: Field| {
            let mut order: Vec<u32> = (0..).zip(&all).map(|(index, _)| index).collect();
            order.sort_by(|one, two| field.compare(&all[*one as usize], &all[*two as usize]));
            order
        };
        let orders = Field::ALL.map(ordered);
        Self { all, by_id, orders }
    }

    /// The row with this id.
    pub(super) fn get(&self, id: u64) -> Option<&T> {
        self.by_id.get(&id).and_then(|index| self.at(*index))
    }

    /// Every row, in the order in which they were made.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Every row in the order of a field, from after a place on.
    pub(super) fn in_order<'a>(
        &'a self,
        (field, descending): (Field, bool),
        after: Option<&Place>,
    ) -> Box<dyn Iterator<Item = &'a T> + 'a> {
        let order = self.orders[field as usize].as_slice();
        let before = |strictly: bool, index: &u32| match (self.at(*index), after) {
            (Some(row), Some(place)) => field.place(row) < *place || (!strictly && field.place(row) == *place),
            _ => descending,
        };
        let split = order.partition_point(|index| before(descending, index));
        let (earlier, later) = order.split_at(split);
        match descending {
            true => Box::new(earlier.iter().rev().filter_map(|index| self.at(*index))),
            false => Box::new(later.iter().filter_map(|index| self.at(*index))),
        }
    }

    /// Adds a row; its id must be new.
    pub(super) fn add(&mut self, row: T) {
        let index = self.all.len() as u32;
        self.by_id.insert(row.number(), index);
        self.all.push(row);
        self.rank(index);
    }

    /// Changes the row with this id and puts it into its new places; nothing where there is none.
    pub(super) fn change<R>(&mut self, id: u64, how: impl FnOnce(&mut T) -> R) -> Option<R> {
        let index = *self.by_id.get(&id)?;
        for field in Field::ALL {
            let at = self.rank_of(field, index);
            if self.orders[field as usize].get(at) == Some(&index) {
                self.orders[field as usize].remove(at);
            }
        }
        let done = self.all.get_mut(index as usize).map(how);
        self.rank(index);
        done
    }

    fn rank(&mut self, index: u32) {
        for field in Field::ALL {
            let at = self.rank_of(field, index);
            self.orders[field as usize].insert(at, index);
        }
    }

    /// How many rows stand before this one.
    fn rank_of(&self, field: Field, index: u32) -> usize {
        let row = &self.all[index as usize];
        let before = |other: &u32| field.compare(&self.all[*other as usize], row) == Ordering::Less;
        self.orders[field as usize].partition_point(before)
    }

    fn at(&self, index: u32) -> Option<&T> {
        self.all.get(index as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    struct Row(u64, i64, String);

    impl Ranked for Row {
        fn number(&self) -> u64 {
            self.0
        }

        fn life(&self) -> Life {
            Life { created: -self.1, modified: self.1 }
        }

        fn title(&self) -> &str {
            &self.2
        }
    }

    #[test]
    fn rows_that_change_are_listed_where_they_belong() {
        let mut rows = Rows::new((0..20).map(|n| Row(n, 100 - n as i64, n.to_string())).collect());
        let mut random = Random::of(&[3]);
        for step in 0..200 {
            let value = random.below(50) as i64;
            match step % 10 {
                0 => rows.add(Row(100 + step, value, value.to_string())),
                _ => {
                    let id = random.below(20) as u64;
                    rows.change(id, |row| (row.1, row.2) = (value, value.to_string())).unwrap();
                }
            }
        }
        for field in Field::ALL {
            let places: Vec<Place> = rows.in_order((field, false), None).map(|row| field.place(row)).collect();
            assert!(places.is_sorted() && places.len() == 40, "{field:?}");
            let after = rows.in_order((field, true), Some(&places[10])).count();
            assert_eq!(after, 10, "{field:?}");
        }
    }
}
