//! Competing risks: against answers worked out by hand, other people's tools, and Kaplan and Meier where nothing competes.

use super::{close, number, session};

/// What became of a basket: bought, dropped, or still open when last seen. No day has both ends.
const BASKETS: &str = "(values (1, true, false), (2, false, true), (3, false, false), (4, true, false), (5, true, false), \
                       (6, false, true), (7, false, false), (8, true, false), (9, false, false), (10, false, true), \
                       (11, true, false), (12, false, false), (13, true, false), (15, false, true), \
                       (16, false, false), (18, false, false)) as v(d, e, c)";
/// Both ends on one day, and several of one.
const TIES: &str = "(values (1, true, false), (1, false, true), (2, true, false), (2, true, false), (2, false, false), \
                    (3, false, true), (3, false, true), (4, true, false), (4, false, true), (4, false, false), \
                    (5, true, false), (6, false, false)) as v(d, e, c)";

async fn check(call: &str, table: &str, expected: f64) {
    let sql = format!("select {call} from {table}");
    let actual = number(&session(2), &sql).await.unwrap_or_else(|| panic!("{call} is NULL"));
    close(call, actual, expected);
}

async fn check_null(call: &str, table: &str) {
    let answer = number(&session(2), &format!("select {call} from {table}")).await;
    assert_eq!(answer, None, "{call} from {table}");
}

// At risk: 12 on day 1, 10 on day 2, 7 on day 3, 5 on day 4, 2 on day 5; free before: 1, 5/6, 2/3, 10/21, 2/7.
#[tokio::test]
async fn incidence_adds_up_what_the_free_meet() {
    for (t, expected) in [
        ("0", 0.0),
        ("0.99", 0.0),
        ("1", 1.0 / 12.0),
        ("2", 1.0 / 12.0 + 5.0 / 6.0 * 2.0 / 10.0),
        ("3.5", 0.25),
        ("4", 0.25 + 10.0 / 21.0 / 5.0),
        ("5", 29.0 / 84.0 + 2.0 / 7.0 / 2.0),
        ("6", 41.0 / 84.0),
    ] {
        check(&format!("cumulative_incidence({t}, d, e, c)"), TIES, expected).await;
    }
}

// lifelines 0.30.3 (Python), AalenJohansenFitter(calculate_variance=True), whose variance and log-log scale are those here.
#[tokio::test]
async fn incidence_and_its_interval_agree_with_lifelines() {
    for (t, point, lo, hi) in [
        ("1", 0.0625, 0.004098165321320474, 0.24699446221827892),
        ("4", 0.1298076923076923, 0.021272069236448154, 0.33870108234705837),
        ("8", 0.2719017094017094, 0.08328034140156007, 0.505425130888572),
        ("12.5", 0.3573717948717948, 0.1273017018744316, 0.5982892073436852),
        ("16", 0.4642094017094016, 0.18266994087178345, 0.7072183148473593),
    ] {
        check(&format!("cumulative_incidence({t}, d, e, c)"), BASKETS, point).await;
        check(&format!("cumulative_incidence_lo({t}, d, e, c)"), BASKETS, lo).await;
        check(&format!("cumulative_incidence_hi({t}, d, e, c)"), BASKETS, hi).await;
    }
}

// scikit-survival 0.28.0 (Python), cumulative_incidence_competing_risks(conf_type="log-log", var_type="Dinse_Approx");
// lifelines moves tied ends apart at random, and so has no answer to compare with.
#[tokio::test]
async fn tied_ends_agree_with_scikit_survival() {
    for (t, lo, hi) in [
        ("1", 0.0050528354789907285, 0.3110704099899873),
        ("2", 0.060144555733331335, 0.5047588332984319),
        ("4", 0.10493474836726778, 0.605490748473289),
        ("5", 0.17027143885742424, 0.747826158387332),
    ] {
        check(&format!("cumulative_incidence_lo({t}, d, e, c)"), TIES, lo).await;
        check(&format!("cumulative_incidence_hi({t}, d, e, c)"), TIES, hi).await;
    }
}

#[tokio::test]
async fn where_nothing_competes_it_is_one_minus_survival() {
    let scattered = "(select value * 7919 % 101 / 10.0 as d, value * 104729 % 7 < 4 as e from generate_series(1, 300)) as v";
    for t in ["0", "0.05", "1", "2.5", "5", "7.77", "9.9", "10"] {
        let survival = number(&session(2), &format!("select 1 - km_survival({t}, d, e) from {scattered}")).await;
        check(&format!("cumulative_incidence({t}, d, e, false)"), scattered, survival.unwrap()).await;
    }
    check_null("cumulative_incidence(11, d, e and d < 9, false)", scattered).await;
    check_null("1 - km_survival(11, d, e and d < 9)", scattered).await;
}

#[tokio::test]
async fn incidence_is_null_where_it_was_not_seen() {
    for point in ["19", "null"] {
        check_null(&format!("cumulative_incidence({point}, d, e, c)"), BASKETS).await;
        check_null(&format!("cumulative_incidence_lo({point}, d, e, c)"), BASKETS).await;
    }
    // Nothing happened yet, so that there is a point and no interval.
    check("cumulative_incidence(0.5, d, e, c)", BASKETS, 0.0).await;
    check_null("cumulative_incidence_hi(0.5, d, e, c)", BASKETS).await;
}

#[tokio::test]
async fn once_all_have_ended_the_incidence_stays() {
    let all = "(values (1, true, false), (2, false, true), (3, true, false)) as v(d, e, c)";
    check("cumulative_incidence(99, d, e, c)", all, 2.0 / 3.0).await;
    check("cumulative_incidence(99, d, c, e)", all, 1.0 / 3.0).await;
}

#[tokio::test]
async fn the_competing_end_matters_only_where_the_event_did_not_come() {
    let known = "(values (1, true, false), (2, false, true), (3, false, false), (4, true, false)) as v(d, e, c)";
    let unknown = "(values (1, true, null), (2, false, true), (3, false, false), (4, true, true), \
                   (1, null, true), (1, false, null), (null, true, false), (double 'inf', false, true)) as v(d, e, c)";
    for table in [known, unknown] {
        check("cumulative_incidence(2, d, e, c)", table, 0.25).await;
        check("cumulative_incidence(4, d, e, c)", table, 0.75).await;
    }
}
