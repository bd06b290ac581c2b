//! What a link must say, and the words that its grade puts in its mouth.

use super::{good_metric, metric_text, readable};
use crate::diagnostic::Source;
use crate::metric;
use crate::vocabulary::{Family, Grade};

const SQL: &str = "select count(*) as orders, count(*) as n from logs.orders";
const LINK: &str = "grade: E2
link:
  gap: Each 100 ms of waiting
  outcome: the change in conversion shown here
  estimand: Difference per 100 ms.
  excluded: Unanswered requests.
  negative_control: Orders before the request.
  stronger: Delay a few requests by chance.
";

#[test]
fn the_words_between_gap_and_outcome_come_from_the_grade() {
    let metric = good_metric(&metric_text(LINK, SQL));
    let link = metric.link.expect("a link");
    assert_eq!(link.claim(metric.grade), "Each 100 ms of waiting is associated with the change in conversion shown here.");
    let caused = "Each 100 ms of waiting causes, in this population and period, the change in conversion shown here.";
    assert_eq!(link.claim(Grade::E5), caused);
    assert_eq!(link.negative_control.as_deref(), Some("Orders before the request."));
    assert_eq!(link.stronger.as_deref(), Some("Delay a few requests by chance."));
}

#[test]
fn nothing_below_randomised_evidence_is_called_a_cause() {
    for grade in Grade::ALL {
        assert_eq!(grade.claim().contains("cause"), *grade == Grade::E5, "{grade}: {}", grade.claim());
    }
}

#[test]
fn a_metric_among_the_links_says_what_it_links() {
    let parse = |keys: &str, family| metric::parse(&Source::new("queries/links/orders.sql", &metric_text(keys, SQL)), family, "orders");
    assert!(parse(LINK, Family::Links).is_ok() && parse("", Family::Customer).is_ok());
    for (keys, expected) in [
        ("", "1:1: missing key `link`"),
        ("link: {gap: A, outcome: b, estimand: c}\n", "9:7: the link has no `excluded`"),
        ("link: {gap: A, outcome: ' ', estimand: c, excluded: d}\n", "9:7: the link has no `outcome`"),
        ("link: {gap: A, outcome: b, estimand: c, excluded: d, causes: e}\n", "9:54: unknown key `causes`"),
    ] {
        let findings = parse(keys, Family::Links).expect_err(keys);
        assert!(readable(&findings).contains(expected), "{keys}: {}", readable(&findings));
    }
}
