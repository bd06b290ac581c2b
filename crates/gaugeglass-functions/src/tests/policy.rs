//! What another policy would have earned, on rows worked out by hand.

use super::{close, number, rows, session};

/// Reward and weight of four decisions. weight·reward is 2, 0, 0 and 5; Σw is 5 and Σw² is 10.5.
const GOOD: &str = "(1.0, 2.0), (0.0, 0.5), (4.0, 0.0), (2.0, 2.5)";
/// Decisions whose weight says nothing, or cannot be.
const BAD: &str = "(9.0, null), (9.0, double 'NaN'), (9.0, double 'inf'), (9.0, -1.0)";

async fn answer(call: &str, values: &str) -> Option<f64> {
    number(&session(2), &format!("select {call} from (values {values}) as v(r, w)")).await
}

// Student's 97.5 % quantile with three degrees of freedom is 3.1824463052837096. The variances: of 2, 0, 0, 5 over n it is
// 67/48; for the weighted mean, 4/3 · (4·0.4² + 0.25·1.4² + 6.25·0.6²) / 25 = 338/1875.
const ANSWERS: [(&str, f64); 9] = [
    ("policy_value(r, w)", 1.75),
    ("policy_value_lo(r, w)", -2.0099136198049083),
    ("policy_value_hi(r, w)", 5.509913619804909),
    ("policy_value_self_normalised(r, w)", 1.4),
    ("policy_value_self_normalised_lo(r, w)", 0.04880260582988399),
    ("policy_value_self_normalised_hi(r, w)", 2.751197394170116),
    ("effective_sample_size(w)", 50.0 / 21.0),
    // A reward of yes or no counts as 1 or 0: 2, 0, 0 and 2.5.
    ("policy_value(r > 0, w)", 1.125),
    ("policy_value_self_normalised(r > 0, w)", 0.9),
];

#[tokio::test]
async fn policy_values_are_those_worked_out_by_hand() {
    for (call, expected) in ANSWERS {
        close(call, answer(call, GOOD).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn decisions_without_a_possible_weight_leave_the_others_as_they_were() {
    for (call, _) in ANSWERS {
        let clean = answer(call, GOOD).await;
        assert_eq!(answer(call, &format!("{GOOD}, {BAD}")).await, clean, "{call}");
    }
    let unknown = format!("{GOOD}, (null, 3.0), (double 'NaN', 3.0)");
    for (call, expected) in &ANSWERS[..6] {
        close(call, answer(call, &unknown).await.unwrap(), *expected);
    }
}

#[tokio::test]
async fn weights_of_one_leave_the_plain_mean_and_all_its_rows() {
    let logged = "(1.0, 1.0), (0.0, 1.0), (4.0, 1.0), (2.0, 1.0)";
    for (call, expected) in [
        ("policy_value(r, w)", "avg(r)"),
        ("policy_value_lo(r, w)", "mean_lo(r)"),
        ("policy_value_hi(r, w)", "mean_hi(r)"),
        ("policy_value_self_normalised(r, w)", "avg(r)"),
        ("policy_value_self_normalised_lo(r, w)", "mean_lo(r)"),
        ("policy_value_self_normalised_hi(r, w)", "mean_hi(r)"),
        ("effective_sample_size(w)", "sum(w)"),
    ] {
        close(call, answer(call, logged).await.unwrap(), answer(expected, logged).await.unwrap());
    }
}

#[tokio::test]
async fn where_the_log_knows_nothing_of_the_policy_there_is_no_answer() {
    for (call, _) in ANSWERS {
        assert_eq!(answer(call, "(1.0, 0.0), (2.0, 0.0)").await, None, "{call} without a weight above 0");
        assert_eq!(answer(call, BAD).await, None, "{call} without a possible weight");
    }
    for end in ["lo", "hi"] {
        for name in ["policy_value", "policy_value_self_normalised"] {
            let call = format!("{name}_{end}(r, w)");
            assert_eq!(answer(&call, "(3.0, 2.0)").await, None, "{call} of one decision");
            assert_eq!(answer(&call, "(0.1, 0.7), (0.1, 0.7), (0.1, 0.7)").await, None, "{call} where all are alike");
        }
        // Rewards that are all the same leave nothing to weigh, whatever the weights.
        let call = format!("policy_value_self_normalised_{end}(r, w)");
        assert_eq!(answer(&call, "(0.1, 0.3), (0.1, 0.7), (0.1, 2.0)").await, None, "{call}");
    }
    close("one decision", answer("policy_value(r, w)", "(3.0, 2.0)").await.unwrap(), 6.0);
}

#[tokio::test]
async fn a_weight_must_be_a_number() {
    let sql = "select effective_sample_size('heavy') from (values (1.0)) as v(w)";
    let error = rows(&session(1), sql).await.unwrap_err().to_string();
    assert!(error.contains("argument 1 of effective_sample_size must be a number"), "{error}");
}
