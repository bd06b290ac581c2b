//! Resolved records and pure graphs whose answers other people's tools gave.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arrow::array::AsArray;
use datafusion::prelude::{CsvReadOptions, SessionContext};
use serde_json::Value;

use super::super::oracles::{folder, get};
use super::super::{close, number, rows, session, session_over};
use super::{Components, Link, components, link, table};

/// Identifiers by what they belong to.
type Sets = BTreeSet<BTreeSet<String>>;

/// A resolved set of records: its name, the file of the records, the id in it, and the file of the components.
const CASES: [(&str, &str, &str, &str); 3] = [
    ("splink_fake_1000", "fake_1000.csv", "unique_id", "splink_fake_1000_components.csv"),
    ("splink_fake_1000_loose", "fake_1000.csv", "unique_id", "splink_fake_1000_loose_components.csv"),
    ("febrl1", "dataset1.csv", "rec_id", "febrl1_components.csv"),
];

const SCORES: [(&str, &str); 6] = [
    ("pair_precision(id, component, truth)", "pairwise_precision"),
    ("pair_recall(id, component, truth)", "pairwise_recall"),
    ("cluster_precision(id, component, truth)", "cluster_precision"),
    ("cluster_recall(id, component, truth)", "cluster_recall"),
    // The tool gives every true entity, not every record, the same weight.
    ("b_cubed_precision(id, component, truth, 1.0 / entity)", "b_cubed_precision"),
    ("b_cubed_recall(id, component, truth, 1.0 / entity)", "b_cubed_recall"),
];

fn expected() -> Option<Value> {
    let text = std::fs::read(folder()?.join("identity/expected.json")).unwrap();
    Some(serde_json::from_slice(&text).unwrap())
}

fn named<'a>(cases: &'a Value, name: &str) -> &'a Value {
    cases.as_array().unwrap().iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("no case {name}"))
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

async fn csv(session: &SessionContext, name: &str, file: &Path) {
    session.register_csv(name, file.to_str().unwrap(), CsvReadOptions::new()).await.unwrap();
}

/// A session with `records` (their fields as texts, blanks as NULL), and `told` as the other tool resolved them.
async fn resolved(identity: &Path, [records, id, told]: [&str; 3]) -> SessionContext {
    let session = session(3);
    csv(&session, "raw", &identity.join(records)).await;
    csv(&session, "told", &identity.join(told)).await;
    let fields = session.table("raw").await.unwrap().schema().inner().clone();
    let field = |name: &str| format!("nullif(btrim(cast(\"{name}\" as varchar)), '') as \"{}\"", name.trim());
    let others: Vec<_> = fields.fields().iter().filter(|known| known.name() != id).map(|known| field(known.name())).collect();
    let view = format!("create view records as select btrim(cast({id} as varchar)) as id, {} from raw", others.join(", "));
    session.sql(&view).await.unwrap().collect().await.unwrap();
    session
}

/// The pairs of records that a rule links.
fn pairs(rule: &Value) -> String {
    let fields: Vec<_> = words(rule).iter().map(|field| format!("a.\"{field}\" = b.\"{field}\"")).collect();
    format!("select a.id as l, b.id as r from records a join records b on a.id < b.id and {}", fields.join(" and "))
}

/// Sets of identifiers, from the name of each one's set.
fn sets<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> Sets {
    let mut sets: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (id, name) in names {
        sets.entry(name).or_default().insert(id.to_owned());
    }
    sets.into_values().collect()
}

fn sets_of(components: &Components) -> Sets {
    sets(components.iter().map(|(id, (name, _))| (id.as_str(), name.as_str())))
}

#[tokio::test]
async fn records_are_resolved_and_scored_as_other_tools_do() {
    let (Some(folder), Some(expected)) = (folder(), expected()) else { return };
    for (name, records, id, told) in CASES {
        let case = named(&expected["cases"], name);
        let session = resolved(&folder.join("identity"), [records, id, told]).await;
        let rules: Vec<String> = case["rules_any_of"].as_array().unwrap().iter().map(pairs).collect();
        for (rule, count) in rules.iter().zip(case["rules_any_of"].as_array().unwrap()) {
            let counted = number(&session, &format!("select count(*) * 1.0 from ({rule}) as p")).await;
            assert_eq!(counted, case["pairs_per_rule"][words(count).join("+")].as_f64(), "{name}: {rule}");
        }
        let links = format!("({} union all select id, null from records) as links", rules.join(" union all "));
        let ours = components(&session, "connected_components(l, r)", &links).await;
        check_components(name, case, &session, &ours).await;
        check_scores(name, case, &session, &links).await;
    }
}

async fn check_components(name: &str, case: &Value, session: &SessionContext, ours: &Components) {
    let view = |column: &str| format!("arrow_cast({column}, 'Utf8View')");
    let sql = format!("select {} as id, {} as component from told", view("record"), view("component_min_record"));
    let told = rows(session, &sql).await.unwrap();
    let [ids, names] = [0, 1].map(|column| told.column(column).as_string_view().iter().map(Option::unwrap));
    assert_eq!(sets_of(ours), sets(ids.zip(names)), "{name}");
    let sizes: Vec<i64> = sets_of(ours).iter().map(|set| set.len() as i64).collect();
    assert_eq!(sizes.len() as f64, get(case, "resolved_entities"), "{name}");
    assert!(ours.values().all(|(name, size)| ours[name] == (name.clone(), *size)), "{name}: a component has one name and one size");
    let matched: i64 = sizes.iter().filter(|size| **size > 1).sum();
    assert_eq!(matched as f64, get(case, "records_in_a_cluster_of_2plus"), "{name}");
    assert_eq!(sizes.iter().map(|size| size * (size - 1) / 2).sum::<i64>() as f64, get(case, "predicted_pairs"), "{name}");
    let mut histogram: BTreeMap<String, u64> = BTreeMap::new();
    for size in sizes {
        *histogram.entry(size.to_string()).or_default() += 1;
    }
    assert_eq!(serde_json::to_value(histogram).unwrap(), case["cluster_size_histogram"], "{name}");
}

async fn check_scores(name: &str, case: &Value, session: &SessionContext, links: &str) {
    let graph = format!("select unnest(graph) as p from (select connected_components(l, r) as graph from {links}) as g");
    let scored = format!(
        "(select p['id'] as id, p['component'] as component, truth, count(*) over (partition by truth) as entity \
         from ({graph}) as places join told on cast(told.record as varchar) = p['id']) as scored"
    );
    for (call, figure) in SCORES {
        let ours = number(session, &format!("select {call} from {scored}")).await;
        close(&format!("{name}: {call}"), ours.unwrap(), get(case, figure));
    }
    let true_pairs = "(select truth, count(*) as n from told group by truth) as entities";
    let true_pairs = number(session, &format!("select sum(n * (n - 1) / 2) * 1.0 from {true_pairs}")).await;
    assert_eq!(true_pairs, Some(get(case, "true_pairs")), "{name}");
}

#[tokio::test]
async fn graphs_have_the_components_that_are_published() {
    let Some(expected) = expected() else { return };
    let graphs = expected["graphs"].as_array().unwrap();
    assert!(!graphs.is_empty());
    for graph in graphs {
        let (nodes, mut links) = (nodes(graph), edges(graph));
        links.extend(nodes.iter().map(|node| link(node, node)));
        let session = session_over(&table(&links, vec![]), 2);
        let ours = components(&session, "connected_components(l, r)", "t").await;
        assert_eq!(sets_of(&ours), published(graph, &nodes), "{}", graph["name"]);
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    Some(value.as_array()?.iter().map(text).collect())
}

/// The chain is told in words.
fn nodes(graph: &Value) -> Vec<String> {
    texts(&graph["nodes"]).unwrap_or_else(|| (0..=10_000).map(|node| node.to_string()).collect())
}

fn edges(graph: &Value) -> Vec<Link> {
    let chain = || (0..10_000).map(|node| link(&node.to_string(), &(node + 1).to_string())).collect();
    let Some(edges) = graph["edges"].as_array() else { return chain() };
    edges.iter().map(|edge| link(&text(&edge[0]), &text(&edge[1]))).collect()
}

fn published(graph: &Value, nodes: &[String]) -> Sets {
    let all = || BTreeSet::from([nodes.iter().cloned().collect()]);
    let Some(components) = graph["components"].as_array() else { return all() };
    components.iter().filter_map(texts).map(|component| component.into_iter().collect()).collect()
}
