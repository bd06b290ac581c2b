//! An e-mail campaign with three arms at random, told as logs: lift and its interval are those of other tools.
//!
//! The rows are not in the repository, since their licence is not stated: they lie beside it, or the test is skipped.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use gaugeglass_tests::{answer, assert_same, oracles, rows, rows_over_http, serve, write_config};
use serde_json::{Value, json};

use super::{CLOSE, only, oracle};

const EXPOSED: &str = "2008-03-03T08:00:00Z";
const VISITED: &str = "2008-03-04T08:00:00Z";
const ORDERED: &str = "2008-03-05T08:00:00Z";

const CONFIG: &str = "as_of = \"2008-03-17T00:00:00Z\"\ntime_zone = \"UTC\"\n\n[stores.lake]\nurl = \"file:logs\"\n";

const ARMS: [&str; 3] = ["Mens E-Mail", "Womens E-Mail", "No E-Mail"];

/// One customer of the file.
struct Customer {
    id: String,
    arm: String,
    has_visited: bool,
    spend: String,
}

impl Customer {
    /// The last four columns; one before them has commas in quotes.
    fn read(number: usize, line: &str) -> Customer {
        let mut last = line.trim_end().rsplitn(5, ',');
        let (spend, _, visit, arm) = (last.next().unwrap(), last.next(), last.next().unwrap(), last.next().unwrap());
        Customer { id: format!("c{number}"), arm: arm.to_owned(), has_visited: visit == "1", spend: spend.to_owned() }
    }

    /// The experiments that the customer is in: all three arms, and each mail against none.
    fn experiments(&self) -> Vec<&'static str> {
        [("email", None), ("mens_email", Some(ARMS[1])), ("womens_email", Some(ARMS[0]))]
            .into_iter()
            .filter(|(_, without)| *without != Some(self.arm.as_str()))
            .map(|(experiment, _)| experiment)
            .collect()
    }
}

fn customers() -> Option<Vec<Customer>> {
    let path = oracles()?.join("data/hillstrom.csv");
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().skip(1).enumerate().map(|(number, line)| Customer::read(number, line)).collect())
}

fn fact(kind: &str, id: &str, time: &str, own: Value) -> Value {
    let mut fact = json!({
        "event_id": id, "source": "/mail", "type": kind, "event_time": time, "ingest_time": time,
        "time_precision": "s", "environment": "prod",
    });
    fact.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    fact
}

/// Where the customer was put, and when the mail went out or would have.
fn unit(customer: &Customer, experiment: &str, kind: &str) -> Value {
    let own = json!({ "experiment_id": experiment, "variant_id": customer.arm, "unit_type": "person", "unit_id_hash": customer.id });
    fact(kind, &format!("{kind}/{experiment}/{}", customer.id), EXPOSED, own)
}

fn experiments() -> Vec<Value> {
    let arm = |name: &str| json!({ "variant_id": name, "weight": 1.0, "is_control": name == ARMS[2] });
    let plan = |id: &str, arms: &[&str]| {
        let arms: Vec<Value> = arms.iter().map(|name| arm(name)).collect();
        json!({ "experiment_id": id, "unit_type": "person", "kind": "ab", "primary_metric_id": "revenue_per_user", "arms": arms })
    };
    vec![plan("email", &ARMS), plan("mens_email", &[ARMS[0], ARMS[2]]), plan("womens_email", &ARMS[1..])]
}

fn exposures(customers: &[Customer]) -> Vec<Value> {
    customers
        .iter()
        .flat_map(|customer| customer.experiments().into_iter().map(|experiment| unit(customer, experiment, "exposure")))
        .collect()
}

fn visits(customers: &[Customer]) -> Vec<Value> {
    let visit = |customer: &Customer| {
        fact("page_viewed", &format!("visit/{}", customer.id), VISITED, json!({ "user_id": customer.id, "channel": "web" }))
    };
    customers.iter().filter(|customer| customer.has_visited).map(visit).collect()
}

fn orders(customers: &[Customer]) -> Vec<Value> {
    let order = |customer: &Customer| {
        let own = json!({
            "order_id": customer.id, "user_id": customer.id, "placed_time": ORDERED, "status": "placed", "channel": "web",
            "currency": "USD", "gross_revenue": customer.spend,
        });
        fact("order_placed", &format!("order/{}", customer.id), ORDERED, own)
    };
    customers.iter().filter(|customer| customer.spend != "0").map(order).collect()
}

/// Lays the customers out as logs with their configuration.
fn lay_out(customers: &[Customer], folder: &Path) -> PathBuf {
    let logs = [
        ("experiments", experiments()),
        ("assignments", customers.iter().map(|customer| unit(customer, "email", "assignment")).collect()),
        ("exposures", exposures(customers)),
        ("events", visits(customers)),
        ("orders", orders(customers)),
    ];
    let mut config = CONFIG.to_owned();
    for (log, facts) in logs {
        write_lines(&folder.join("logs").join(log), &facts);
        config += &format!("\n[logs.{log}]\nstore = \"lake\"\npath = \"{log}/\"\nformat = \"ndjson\"\n");
    }
    write_config(folder, &config)
}

fn write_lines(folder: &Path, facts: &[Value]) {
    std::fs::create_dir_all(folder).unwrap();
    let mut file = BufWriter::new(File::create(folder.join("all.ndjson")).unwrap());
    for fact in facts {
        writeln!(file, "{fact}").unwrap();
    }
    file.flush().unwrap();
}

/// Each mail against none, by the functions, over one row a customer.
fn lift_of(outcome: &str) -> String {
    format!(
        "with customers as (
           select
             u.variant_id,
             u.is_treated,
             cast(v.user_id is not null as double) as visit,
             cast(o.person_id is not null as double) as conversion,
             coalesce(o.net_base, 0.0) as spend
           from model.experiment_units u
           left join logs.events v on v.user_id = u.unit_id
           left join model.orders o on o.person_id = u.unit_id
           where u.experiment_id = 'email'
         ),
         pairs as (
           select mail.variant_id as treatment, c.{outcome} as outcome, c.is_treated
           from customers c
           join (select distinct variant_id from customers where is_treated) mail on c.variant_id = mail.variant_id or not c.is_treated
         )
         select
           treatment,
           count(*) filter (where is_treated) as n_treatment,
           count(*) filter (where not is_treated) as n_control,
           difference(outcome, is_treated) as difference,
           difference_lo(outcome, is_treated) as difference_lo,
           difference_hi(outcome, is_treated) as difference_hi,
           lift_p_value(outcome, is_treated) as p_value,
           relative_lift(outcome, is_treated) as lift,
           relative_lift_lo(outcome, is_treated) as lift_lo,
           relative_lift_hi(outcome, is_treated) as lift_hi
         from pairs
         group by treatment
         order by treatment"
    )
}

/// What other tools say; where the control is noisy, by Fieller's theorem.
fn expected(comparison: &Value) -> Value {
    let (absolute, relative) = (&comparison["absolute"], &comparison["relative"]);
    let is_noisy = relative["control_coefficient_of_variation"].as_f64().unwrap() > 0.1;
    let (lo, hi) = if is_noisy { ("fieller_lo", "fieller_hi") } else { ("lo", "hi") };
    json!({
        "treatment": comparison["treatment"],
        "n_treatment": comparison["n_treatment"],
        "n_control": comparison["n_control"],
        "difference": absolute["difference"],
        "difference_lo": absolute["lo"],
        "difference_hi": absolute["hi"],
        "p_value": absolute["p_value"],
        "lift": relative["lift"],
        "lift_lo": relative[lo],
        "lift_hi": relative[hi],
    })
}

fn comparisons(oracle: &Value, outcome: &str) -> Value {
    oracle["comparisons"].as_array().unwrap().iter().filter(|comparison| comparison["outcome"] == outcome).map(expected).collect()
}

/// The answer of the metric about one mail against none.
fn metric(config: &Path, experiment: &str, outcome: &str) -> Value {
    let (experiment, outcome) = (format!("experiment={experiment}"), format!("outcome={outcome}"));
    let question = ["query", "--metric", "experiment_lift", "--grain", "total", "--from", "2008-03-01", "--to", "2008-03-17"];
    answer(config, &[&question[..], &["--param", &experiment, "--param", &outcome]].concat())
}

#[test]
fn lift_of_three_arms_is_that_of_other_tools() {
    let Some(customers) = customers() else {
        eprintln!("skipped: the e-mail challenge's data is not beside the repository");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let config = lay_out(&customers, folder.path());
    let oracle = oracle("hillstrom");
    assert_eq!(json!(customers.len()), oracle["rows"]);

    let server = serve(&config, &[], &[]);
    for outcome in ["visit", "conversion", "spend"] {
        let expected = comparisons(&oracle, outcome);
        assert_eq!(expected.as_array().unwrap().len(), 2);
        assert_same(&rows(&config, &lift_of(outcome)), &expected, CLOSE, outcome);
        assert_same(&rows_over_http(&server.http, &lift_of(outcome)), &expected, CLOSE, outcome);
    }

    let split = "select srm_p_value_arms(variant_id, 1.0 / 3) as p_value from model.experiment_units where experiment_id = 'email'";
    assert_same(&rows(&config, split), &only(&json!([oracle["sample_ratio"]]), &["p_value"]), CLOSE, "sample ratio");

    for (outcome, measured) in [("conversion", "converted"), ("spend", "revenue")] {
        for (experiment, expected) in ["mens_email", "womens_email"].iter().zip(comparisons(&oracle, outcome).as_array().unwrap()) {
            let found = metric(&config, experiment, measured)["rows"][0].take();
            let expected = json!({
                "lift": expected["lift"], "difference": expected["difference"], "p_value": expected["p_value"],
                "lo": expected["lift_lo"], "hi": expected["lift_hi"], "blocked": 0, "grade": "E5",
            });
            let columns = ["lift", "difference", "p_value", "lo", "hi", "blocked", "grade"];
            assert_same(&only(&json!([found]), &columns)[0], &expected, CLOSE, experiment);
        }
    }
}
