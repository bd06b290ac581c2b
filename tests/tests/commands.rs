//! The command line: what goes where, and with which code it ends.

use gaugeglass_tests::{run, run_in, serve, world, write_config};

fn config() -> String {
    world().join("gaugeglass.toml").display().to_string()
}

#[test]
fn the_folder_of_a_demo_serves_every_command() {
    let config = config();
    let cases: [(&[&str], i32, &str); 6] = [
        (&["check"], 0, "all plan"),
        (&["metrics"], 0, "cart_recovery"),
        (&["query", "select count(*) as orders from logs.orders"], 0, "orders"),
        (&["query", "--metric", "freshness", "--format", "json"], 0, "\"metric\""),
        (&["query", "select 1 as one", "--format", "csv"], 0, "one\n1\n"),
        (&["schema", "decisions"], 0, "decision_time"),
    ];
    for (arguments, code, shown) in cases {
        let output = run(&[arguments, &["--config", &config]].concat());
        assert_eq!(output.code, code, "{arguments:?}: {}", output.err);
        assert!(output.out.contains(shown), "{arguments:?}: {}", output.out);
    }
}

#[test]
fn the_audit_ends_with_two_where_a_critical_check_fails() {
    let output = run(&["audit", "--format", "json", "--config", &config()]);
    assert_eq!(output.code, 2, "{}", output.err);
    let audit: serde_json::Value = serde_json::from_str(&output.out).unwrap();
    assert!(audit["findings"].as_array().is_some_and(|findings| findings.len() >= 10), "{audit}");
}

#[test]
fn an_audit_that_cannot_run_ends_with_one() {
    let output = run(&["audit", "--config", "no/such/file.toml"]);
    assert_eq!((output.code, output.out.as_str()), (1, ""));
    assert!(output.err.contains("no/such/file.toml"), "{}", output.err);
}

#[test]
fn results_alone_are_on_standard_output() {
    let output = run(&["query", "select 42 as answer", "--format", "csv", "--telemetry-level", "debug", "--config", &config()]);
    assert_eq!(output.out, "answer\n42\n");
}

#[test]
fn a_flag_goes_over_the_environment_which_goes_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = write_config(folder.path(), "time_zone = \"Asia/Tokyo\"\n");
    let ask = |arguments: &[&str], variables: &[(&str, &str)]| {
        let sql = "select value, origin from meta.settings where name = 'time_zone'";
        let base = ["query", sql, "--format", "csv", "--config", file.to_str().unwrap()];
        run_in(folder.path(), &[&base, arguments].concat(), variables).out
    };
    let variable = [("GAUGEGLASS_TIME_ZONE", "Europe/Oslo")];
    assert!(ask(&[], &[]).contains("Asia/Tokyo,file"));
    assert!(ask(&[], &variable).contains("Europe/Oslo,environment"));
    assert!(ask(&["--time-zone", "America/Lima"], &variable).contains("America/Lima,flag"));
}

#[test]
fn memory_left_to_the_program_is_shown_as_what_it_came_to() {
    let sql = "select cast(value as bigint) >= 1000000 as is_known, origin from meta.settings where name = 'limits.memory_bytes_max'";
    let output = run(&["query", sql, "--format", "csv", "--config", &config()]);
    assert!(output.out.contains("true,default"), "{}{}", output.out, output.err);
}

#[test]
fn a_taken_port_is_told_with_a_remedy() {
    let server = serve(&world().join("gaugeglass.toml"), &[], &[]);
    let output = run(&["serve", "--config", &config(), "--http-listen", &server.http, "--flight-listen", "127.0.0.1:0"]);
    assert_eq!(output.code, 1);
    assert!(output.err.contains("is taken by another program") && output.err.contains("--http-listen"), "{}", output.err);
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let output = run(&["completions", shell]);
        assert!(output.code == 0 && output.out.contains("gaugeglass"), "{shell}");
    }
}
