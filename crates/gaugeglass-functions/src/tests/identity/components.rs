//! Components: what hangs together, however it comes.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array};
use arrow::datatypes::Int64Type;

use super::super::{rows, session, session_over};
use super::{Components, Dice, components, link, random_links, searched, table};

const CALL: &str = "connected_components(l, r)";

#[tokio::test]
async fn components_are_those_of_a_plain_search() {
    let mut dice = Dice(88_172_645_463_325_252);
    for round in 0..60 {
        let (count, ids) = (1 + dice.below(120), 2 + dice.below(100));
        let links = random_links(&mut dice, count, ids);
        let session = session_over(&table(&links, vec![]), 1 + round % 4);
        assert_eq!(components(&session, CALL, "t").await, searched(&links), "{links:?}");
    }
}

#[tokio::test]
async fn neither_order_nor_direction_nor_repeats_nor_partitions_leave_a_trace() {
    let mut dice = Dice(7);
    let mut links = random_links(&mut dice, 3_000, 4_000);
    let expected = searched(&links);
    assert!(expected.values().any(|(_, size)| *size > 100));
    for partitions in [1, 2, 7] {
        let turned: Vec<_> = links.iter().take(500).map(|(left, right)| link(right, left)).collect();
        links.extend(turned);
        dice.shuffle(&mut links);
        let session = session_over(&table(&links, vec![]), partitions);
        assert_eq!(components(&session, CALL, "t").await, expected, "{partitions} partitions");
    }
}

#[tokio::test]
async fn groups_and_filters_are_graphs_of_their_own() {
    let mut dice = Dice(11);
    let links = random_links(&mut dice, 1_200, 900);
    let groups: Vec<i64> = links.iter().map(|_| dice.below(5) as i64).collect();
    let kept: Vec<bool> = links.iter().map(|_| dice.below(4) > 0).collect();
    let others =
        vec![("g", Arc::new(Int64Array::from(groups.clone())) as ArrayRef), ("k", Arc::new(BooleanArray::from(kept.clone())) as ArrayRef)];
    let session = session_over(&table(&links, others), 3);
    for group in 0..5 {
        let own = links.iter().zip(&groups).zip(&kept).filter(|((_, of), kept)| **of == group && **kept);
        let own: Vec<_> = own.map(|((link, _), _)| link.clone()).collect();
        let by_group = format!("(select g, {CALL} filter (where k) as graph from t group by g) as grouped where g = {group}");
        assert_eq!(components(&session, "graph", &by_group).await, searched(&own), "group {group}");
    }
}

#[tokio::test]
async fn a_kept_answer_takes_new_links_as_if_they_had_been_there() {
    let links = random_links(&mut Dice(5), 2_000, 2_500);
    let new = Int64Array::from_iter_values((0..2_000).map(|place| i64::from(place >= 1_900)));
    let session = session_over(&table(&links, vec![("n", Arc::new(new) as ArrayRef)]), 2);
    let kept = format!("select unnest(graph) as p from (select {CALL} as graph from t where n = 0) as g");
    let all = format!("(select p['id'] as l, p['component'] as r from ({kept}) as k union all select l, r from t where n = 1) as united");
    assert_eq!(components(&session, CALL, &all).await, searched(&links));
}

#[tokio::test]
async fn one_unknown_side_is_a_component_alone_and_two_are_nobody() {
    let table = "(values ('a', null), (null, 'b'), (null, null), ('c', 'd'), ('d', null), ('e', 'e')) as v(l, r)";
    let expected: Components = [("a", "a", 1), ("b", "b", 1), ("c", "c", 2), ("d", "c", 2), ("e", "e", 1)]
        .map(|(id, name, size)| (id.to_owned(), (name.to_owned(), size)))
        .into();
    assert_eq!(components(&session(2), CALL, table).await, expected);
}

#[tokio::test]
async fn identifiers_are_told_apart_by_their_text_whatever_their_type() {
    let table = "(select arrow_cast(cast(value as varchar), 'Dictionary(Int32, Utf8)') as l, value / 2 as r \
                 from generate_series(2, 40) where value % 2 = 0) as v";
    let all = components(&session(2), CALL, table).await;
    let texts: Vec<_> = (2_i64..=40).step_by(2).map(|value| link(&value.to_string(), &(value / 2).to_string())).collect();
    assert_eq!(all, searched(&texts));
    let cases = components(&session(1), CALL, "(values ('A', 'a'), ('', ' ')) as v(l, r)").await;
    assert_eq!(cases.len(), 4);
}

#[tokio::test]
async fn without_identifiers_there_is_no_list() {
    for table in ["(values ('a', 'b')) as v(l, r) where l > 'b'", "(values (null, null)) as v(l, r)"] {
        let sql = format!("select cast({CALL} is null as bigint) as n from {table}");
        let answer = rows(&session(2), &sql).await.unwrap();
        assert_eq!(answer.column(0).as_primitive::<Int64Type>().values(), &[1], "{table}");
    }
}

#[tokio::test]
async fn a_running_answer_is_right_at_every_row() {
    let graph = format!("{CALL} over (order by l)");
    let table = "(select value as l, value + 1 as r from generate_series(1, 5)) as v";
    let sql = format!("select l, cast(array_length({graph}) as bigint) as ids from {table} order by l");
    let answer = rows(&session(1), &sql).await.unwrap();
    assert_eq!(answer.column(1).as_primitive::<Int64Type>().values(), &[2, 3, 4, 5, 6]);
}

#[test]
fn an_increment_changes_what_it_touches() {
    let mut graph = crate::Components::default();
    assert!(graph.is_empty());
    for (left, right) in [("m", "n"), ("x", "y"), ("n", "o")] {
        graph.link(left, right).unwrap();
    }
    graph.add("b").unwrap();
    assert_eq!((graph.component("o"), graph.component("y")), (Some(("m", 3)), Some(("x", 2))));
    assert_eq!((graph.len(), graph.count(), graph.component("a")), (6, 3, None));
    graph.link("y", "b").unwrap();
    graph.link("a", "o").unwrap();
    assert_eq!((graph.component("x"), graph.component("m")), (Some(("b", 3)), Some(("a", 4))));
    assert_eq!((graph.len(), graph.count()), (7, 2));
}
