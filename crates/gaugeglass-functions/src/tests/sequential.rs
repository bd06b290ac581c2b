//! Intervals and tests that may be read at any time.

mod confseq;

use arrow::array::RecordBatch;
use datafusion::common::cast::as_float64_array;
use serde_json::Value;

use super::oracles::{get, vectors};
use super::{close, number, rows, session};

/// The planned sizes that the recorded answers were computed for.
const PLANNED: [u32; 3] = [1_000, 5_000, 10_000];

/// Every recorded confidence sequence: its name, the planned size, units of both arms, what is expected.
fn recorded(vectors: &Value) -> Vec<(String, u32, f64, &Value)> {
    let cases = vectors["cases"].as_array().unwrap().iter();
    let kinds = PLANNED.iter().flat_map(|planned| ["absolute", "relative"].map(|kind| (planned, kind)));
    let all = cases.flat_map(|case| {
        let n = get(&case["control"], "n") + get(&case["treatment"], "n");
        kinds.clone().map(move |(planned, kind)| {
            let expected = &case["expected"][format!("gbstats_sequential_n{planned}_{kind}")];
            (format!("{} {kind} {planned}", case["name"]), *planned, n, expected)
        })
    });
    all.filter(|(.., expected)| expected["error"].is_null()).collect()
}

fn column(answer: &RecordBatch, index: usize) -> f64 {
    as_float64_array(answer.column(index)).unwrap().value(0)
}

#[tokio::test]
async fn confidence_sequences_agree_with_growthbook() {
    let Some(vectors) = vectors() else { return };
    let (session, recorded) = (session(1), recorded(&vectors));
    for (name, planned, n, expected) in &recorded {
        let arguments = format!("{:?}, {:?}, {n:?}, {planned}", get(expected, "difference"), get(expected, "std_error"));
        let calls = ["lo", "hi", "p_value"].map(|end| format!("sequential_{end}({arguments})"));
        let answer = rows(&session, &format!("select {}", calls.join(", "))).await.unwrap();
        close(&format!("{name} lower end"), column(&answer, 0), expected["ci"][0].as_f64().unwrap());
        close(&format!("{name} upper end"), column(&answer, 1), expected["ci"][1].as_f64().unwrap());
        // As a quotient, so that a p-value of 1e-110 is compared too.
        close(&format!("{name} p-value"), column(&answer, 2) / get(expected, "p_value"), 1.0);
    }
    println!("compared {} confidence sequences with gbstats", recorded.len());
    assert!(recorded.len() >= 48, "only {} sequences: has the file changed?", recorded.len());
}

// The formula at 30 digits; without any data, the bound is √(−2r ln α).
#[tokio::test]
async fn sequential_functions_give_the_answers_worked_out_apart() {
    for (call, expected) in [
        ("confidence_sequence_bound(100, 100)", 30.352089903762526),
        ("confidence_sequence_bound(0, 100)", 8.688832739838338),
        ("sequential_lo(0.1, 0.05, 400, 5000)", -0.1042932115792552),
        ("sequential_hi(0.1, 0.05, 400, 5000)", 0.3042932115792552),
        ("sequential_p_value(0.1, 0.05, 400, 5000)", 0.5880817015726424),
        ("sequential_p_value(-0.3, 0.05, 400, 5000)", 0.001177558064585114),
        ("sequential_p_value(0, 0.05, 400, 5000)", 1.0),
    ] {
        let answer = number(&session(1), &format!("select {call}")).await;
        close(call, answer.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_sequence_without_error_units_or_plan_is_null() {
    for arguments in [
        "0.1, 0, 400, 5000",
        "0.1, 0.05, 0, 5000",
        "0.1, 0.05, 400, 0",
        "null, 0.05, 400, 5000",
        "double 'NaN', 0.05, 400, 5000",
        "0.1, 0.05, double 'inf', 5000",
    ] {
        for end in ["lo", "hi", "p_value"] {
            let call = format!("sequential_{end}({arguments})");
            assert_eq!(number(&session(1), &format!("select {call}")).await, None, "{call}");
        }
    }
}
