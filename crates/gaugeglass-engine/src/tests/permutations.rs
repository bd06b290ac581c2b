//! The same facts in another order, in other files, told again, late: the same answers.
//!
//! `GAUGEGLASS_PERMUTATIONS` says how many are tried; 1000 is the whole of it.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::memory::InMemory;

use super::dice::Dice;
use super::orders::{Order, Written, assert_standing, facts, orders, put, settings, whole_rows};
use crate::Engine;

const DAYS: usize = 8;

/// The facts as some day's luck delivers them.
struct Delivery {
    written: Written,
    files: Vec<(String, Vec<u8>)>,
    /// Files that arrive after the log was asked once.
    later: Vec<(String, Vec<u8>)>,
}

fn delivery(facts: &[Order], number: usize) -> Delivery {
    let mut dice = Dice::new(number as u64);
    let written = Written::ALL[number % Written::ALL.len()];
    let mut rows = facts.to_vec();
    dice.shuffle(&mut rows);
    let mut files = split(&rows, &mut dice)
        .into_iter()
        .enumerate()
        .map(|(at, rows)| (name(at, written, &mut dice), written.file(&rows)))
        .collect::<Vec<_>>();
    dice.shuffle(&mut files);
    let again: Vec<(String, Vec<u8>)> = (0..dice.below(4)).map(|copy| told_again(&files, copy, written, &mut dice)).collect();
    let late = dice.below(files.len());
    let later = files.split_off(files.len() - late).into_iter().chain(again).collect();
    Delivery { written, files, later }
}

/// Runs of rows of any length, none empty.
fn split(rows: &[Order], dice: &mut Dice) -> Vec<Vec<Order>> {
    let mut cuts: Vec<usize> = (0..dice.below(12)).map(|_| 1 + dice.below(rows.len() - 1)).chain([0, rows.len()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|cut| rows[cut[0]..cut[1]].to_vec()).collect()
}

/// A key in the folder of any day: a file may arrive long after what is in it.
fn name(at: usize, written: Written, dice: &mut Dice) -> String {
    let (day, word) = (5 + dice.below(DAYS), dice.roll() % 1000);
    format!("orders/ingest_dt=2026-01-{day:02}/{word:03}-{at:02}.{}", written.name())
}

/// A file once more: under its own name, or another.
fn told_again(files: &[(String, Vec<u8>)], copy: usize, written: Written, dice: &mut Dice) -> (String, Vec<u8>) {
    let (own, bytes) = files[dice.below(files.len())].clone();
    match dice.below(2) {
        0 => (own, bytes),
        _ => (name(50 + copy, written, dice), bytes),
    }
}

async fn answers(delivery: Delivery) -> (Vec<String>, Vec<Order>) {
    let folder = tempfile::tempdir().unwrap();
    let lake: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    for (key, bytes) in delivery.files {
        put(&*lake, &key, bytes).await;
    }
    let engine = Engine::open(settings(Arc::clone(&lake), delivery.written, folder.path())).await.unwrap();
    // What was prepared from a part of the files must not show in what is prepared from all.
    whole_rows(&engine).await.unwrap();
    for (key, bytes) in delivery.later {
        put(&*lake, &key, bytes).await;
    }
    engine.refresh().await.unwrap();
    (whole_rows(&engine).await.unwrap(), orders(&engine).await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_split_redelivery_and_lateness_change_no_answer() {
    let count = std::env::var("GAUGEGLASS_PERMUTATIONS").map_or(60, |count| count.parse().unwrap());
    let facts = facts(300, 9);
    let (expected, standing) = answers(delivery(&facts, 0)).await;
    assert_standing(&standing, &facts, "the first delivery");
    for number in 1..count {
        let delivery = delivery(&facts, number);
        let written = delivery.written;
        let (found, _) = answers(delivery).await;
        let stranger = found.iter().find(|row| expected.binary_search(row).is_err());
        assert!(found == expected, "delivery {number} in {written:?}: {} rows, {} expected; {stranger:?}", found.len(), expected.len());
    }
}
