//! Versions: at every instant, what recomputing from the links that held gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, TimestampMicrosecondArray};
use arrow::datatypes::TimestampMicrosecondType;
use datafusion::prelude::SessionContext;

use super::super::{rows, session, session_over};
use super::{Components, Dice, Link, components, link, random_links, searched, table};

const CALL: &str = "connected_component_versions(l, r, f, u)";

/// An identifier, its component, and from and until when.
type Version = (String, String, i64, Option<i64>);

/// What `call` says of the rows of `from`, in order.
async fn versions(session: &SessionContext, call: &str, from: &str) -> Vec<Version> {
    let sql = format!(
        "with graphs as (select {call} as graph from {from}), places as (select unnest(graph) as p from graphs) \
         select p['id'] as id, p['component'] as component, p['known_from'] as f, p['known_to'] as u from places"
    );
    let rows = rows(session, &sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let names = rows.column(0).as_string_view().iter().zip(rows.column(1).as_string_view());
    let [from, to] = [2, 3].map(|column| rows.column(column).as_primitive::<TimestampMicrosecondType>());
    let mut versions: Vec<Version> = names
        .zip(from.iter().zip(to))
        .map(|((id, name), (from, to))| (id.unwrap().to_owned(), name.unwrap().to_owned(), from.unwrap(), to))
        .collect();
    versions.sort();
    versions
}

/// Links beside the times from and until which they hold.
struct Timed {
    links: Vec<Link>,
    times: Vec<(i64, Option<i64>)>,
}

impl Timed {
    fn random(dice: &mut Dice, links: u64, ids: u64, instants: u64) -> Self {
        let times = (0..links).map(|_| {
            let from = dice.below(instants) as i64;
            (from, (dice.below(3) > 0).then(|| from + 1 + dice.below(instants) as i64))
        });
        let times = times.collect();
        Self { links: random_links(dice, links, ids), times }
    }

    fn batch(&self) -> RecordBatch {
        let from: TimestampMicrosecondArray = self.times.iter().map(|(from, _)| Some(*from)).collect();
        let to: TimestampMicrosecondArray = self.times.iter().map(|(_, to)| *to).collect();
        let [from, to] = [from, to].map(|times| Arc::new(times.with_timezone("UTC")) as ArrayRef);
        table(&self.links, vec![("f", from), ("u", to)])
    }

    fn at(&self, time: i64) -> Vec<Link> {
        let held = self.links.iter().zip(&self.times).filter(|(_, (from, to))| *from <= time && to.is_none_or(|to| time < to));
        held.map(|(link, _)| link.clone()).collect()
    }
}

/// The name of every identifier at `time`.
fn at(versions: &[Version], time: i64) -> BTreeMap<&str, &str> {
    let held = || versions.iter().filter(move |(_, _, from, to)| *from <= time && to.is_none_or(|to| time < to));
    let names: BTreeMap<&str, &str> = held().map(|(id, name, _, _)| (id.as_str(), name.as_str())).collect();
    assert_eq!(names.len(), held().count(), "an identifier has two versions at {time}");
    names
}

/// The names of components found anew.
fn names(components: &Components) -> BTreeMap<&str, &str> {
    components.iter().map(|(id, (name, _))| (id.as_str(), name.as_str())).collect()
}

#[tokio::test]
async fn at_every_instant_the_versions_are_what_recomputing_gives() {
    let mut dice = Dice(3_405_691_582);
    for round in 0..25 {
        let (links, ids, instants) = (1 + dice.below(300), 2 + dice.below(250), 2 + dice.below(60));
        let timed = Timed::random(&mut dice, links, ids, instants);
        let told = versions(&session_over(&timed.batch(), 1 + round % 3), CALL, "t").await;
        for time in -1..=2 * instants as i64 {
            assert_eq!(at(&told, time), names(&searched(&timed.at(time))), "round {round} at {time}");
        }
    }
}

#[tokio::test]
async fn a_filter_on_one_instant_gives_the_same_as_the_versions() {
    let timed = Timed::random(&mut Dice(99), 4_000, 3_000, 500);
    let session = session_over(&timed.batch(), 3);
    let told = versions(&session, CALL, "t").await;
    for time in [0, 1, 250, 499, 700, 999] {
        let instant = format!("arrow_cast({time}, 'Timestamp(Microsecond, Some(\"UTC\"))')");
        let call = format!("connected_components(l, r) filter (where f <= {instant} and coalesce({instant} < u, true))");
        let then = components(&session, &call, "t").await;
        assert_eq!(at(&told, time), names(&then), "at {time}");
    }
}

#[tokio::test]
async fn neither_order_nor_partitions_leave_a_trace_and_no_version_is_cut_in_two() {
    let mut dice = Dice(21);
    let mut timed = Timed::random(&mut dice, 3_000, 2_000, 40);
    let expected = versions(&session_over(&timed.batch(), 1), CALL, "t").await;
    let mut mixed: Vec<_> = timed.links.iter().map(|(left, right)| link(right, left)).zip(timed.times.clone()).collect();
    dice.shuffle(&mut mixed);
    (timed.links, timed.times) = mixed.into_iter().unzip();
    assert_eq!(versions(&session_over(&timed.batch(), 6), CALL, "t").await, expected);
    let mut ends: Vec<_> = expected.iter().map(|(id, name, from, to)| (id, from, to, name)).collect();
    ends.sort();
    let is_cut = |pair: &[(&String, &i64, &Option<i64>, &String)]| {
        pair[0].0 == pair[1].0 && *pair[0].2 == Some(*pair[1].1) && pair[0].3 == pair[1].3
    };
    assert!(!ends.windows(2).any(is_cut));
}

#[tokio::test]
async fn a_chain_that_grows_at_its_small_end_is_renamed_at_every_step() {
    let instant = |value: &str| format!("arrow_cast({value}, 'Timestamp(Microsecond, Some(\"UTC\"))')");
    let (from, to) = (instant("value"), instant("null"));
    let table = format!("(select 2000 - value as l, 2001 - value as r, {from} as f, {to} as u from generate_series(1, 500)) as v");
    let told = versions(&session(2), CALL, &table).await;
    assert_eq!(told.len(), (2..=501).sum::<usize>());
    assert!(at(&told, 500).values().all(|name| *name == "1500"));
}

#[tokio::test]
async fn a_link_taken_back_connects_no_more() {
    let table = "(values ('a', 'b', 1, 5), ('b', 'c', 3, null), ('b', 'b', 1, null)) as v(l, r, x, y)";
    let instant = |column: &str| format!("arrow_cast(cast({column} as bigint), 'Timestamp(Microsecond, Some(\"UTC\"))')");
    let call = format!("connected_component_versions(l, r, {}, {})", instant("x"), instant("y"));
    let version = |id: &str, name: &str, from, to| (id.to_owned(), name.to_owned(), from, to);
    let expected = [
        version("a", "a", 1, Some(5)),
        version("b", "a", 1, Some(5)),
        version("b", "b", 5, None),
        version("c", "a", 3, Some(5)),
        version("c", "b", 5, None),
    ];
    assert_eq!(versions(&session(2), &call, table).await, expected);
}

#[tokio::test]
async fn what_has_no_start_or_never_held_says_nothing_and_one_side_alone_is_there() {
    let table = "(values ('a', 'b', null, 5), ('c', 'd', 5, 5), ('e', 'f', 6, 5), ('g', null, 1, 2), (null, null, 1, 2)) as v(l, r, x, y)";
    let instant = |column: &str| format!("arrow_cast(cast({column} as bigint), 'Timestamp(Microsecond, Some(\"UTC\"))')");
    let call = format!("connected_component_versions(l, r, {}, {})", instant("x"), instant("y"));
    assert_eq!(versions(&session(2), &call, table).await, [("g".to_owned(), "g".to_owned(), 1, Some(2))]);
    assert!(versions(&session(2), &format!("{call} filter (where x > 5)"), table).await.is_empty());
}
