//! Identity: components against a plain search and other people's figures, versions against recomputing, scores against
//! published examples.

mod components;
mod nobody;
mod oracles;
mod scores;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use datafusion::prelude::SessionContext;

use super::rows;

/// A link between two identifiers.
type Link = (String, String);
/// The name and the size of the component of every identifier.
type Components = BTreeMap<String, (String, i64)>;

/// Whole numbers from a fixed multiplicative generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    /// One of so many identifiers, of lengths on both sides of those that Arrow keeps apart.
    fn id(&mut self, bound: u64) -> String {
        let number = self.below(bound);
        if number.is_multiple_of(3) { format!("anonymous_id:{number:032x}") } else { format!("u{number}") }
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

fn random_links(dice: &mut Dice, links: u64, ids: u64) -> Vec<Link> {
    (0..links).map(|_| (dice.id(ids), dice.id(ids))).collect()
}

fn link(left: &str, right: &str) -> Link {
    (left.to_owned(), right.to_owned())
}

/// The links as columns `l` and `r`, beside others.
fn table(links: &[Link], others: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let left: StringArray = links.iter().map(|(left, _)| Some(left)).collect();
    let right: StringArray = links.iter().map(|(_, right)| Some(right)).collect();
    let sides = [("l", Arc::new(left) as ArrayRef), ("r", Arc::new(right) as ArrayRef)];
    RecordBatch::try_from_iter(sides.into_iter().chain(others)).unwrap()
}

/// What `call` says of the rows of `from`.
async fn components(session: &SessionContext, call: &str, from: &str) -> Components {
    let sql = format!(
        "with graphs as (select {call} as graph from {from}), places as (select unnest(graph) as p from graphs) \
         select p['id'] as id, p['component'] as component, p['size'] as size from places"
    );
    let rows = rows(session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let names = rows.column(0).as_string_view().iter().zip(rows.column(1).as_string_view());
    let places = names.zip(rows.column(2).as_primitive::<Int64Type>());
    let place = |((id, name), size): ((Option<&str>, Option<&str>), Option<i64>)| {
        (id.unwrap().to_owned(), (name.unwrap().to_owned(), size.unwrap()))
    };
    let components: Components = places.map(place).collect();
    assert_eq!(components.len(), rows.num_rows(), "an identifier comes twice");
    components
}

/// The components by a search over neighbours, from the smallest identifier on.
fn searched(links: &[Link]) -> Components {
    let mut neighbours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (left, right) in links {
        neighbours.entry(left).or_default().push(right);
        neighbours.entry(right).or_default().push(left);
    }
    let mut found = Components::new();
    for start in neighbours.keys() {
        if found.contains_key(*start) {
            continue;
        }
        let (mut reached, mut waiting) = (BTreeSet::from([*start]), vec![*start]);
        while let Some(id) = waiting.pop() {
            waiting.extend(neighbours[id].iter().copied().filter(|other| reached.insert(*other)));
        }
        let place = ((*start).to_owned(), reached.len() as i64);
        found.extend(reached.into_iter().map(|id| (id.to_owned(), place.clone())));
    }
    found
}
