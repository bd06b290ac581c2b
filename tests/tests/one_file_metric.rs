//! A metric is one file: written, it is at every door; edited, every door follows; broken, the last good one stays.

use std::path::{Path, PathBuf};

use gaugeglass_metrics::Registry;
use gaugeglass_tests::{Output, Server, get, run, serve, text, world};
use serde_json::Value;

const NAME: &str = "first_order_share";
const QUESTION: &str = "/m/first_order_share.json?grain=total&from=2026-01-05&to=2026-05-05";

/// The worked example of `queries/README.md`.
fn example() -> String {
    let readme = text("queries/README.md");
    readme.split("```sql\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

/// A folder of queries with the example in it.
struct Queries(tempfile::TempDir);

impl Queries {
    fn new() -> Queries {
        let queries = Queries(tempfile::tempdir().unwrap());
        std::fs::create_dir(queries.0.path().join("customer")).unwrap();
        queries.write(&example());
        queries
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join(format!("customer/{NAME}.sql"))
    }

    fn write(&self, text: &str) {
        std::fs::write(self.file(), text).unwrap();
    }

    fn flags(&self) -> [&str; 2] {
        ["--queries-folders", self.path().to_str().unwrap()]
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = run(&[arguments, &self.flags(), &["--config", world().join("gaugeglass.toml").to_str().unwrap()]].concat());
        assert_eq!(output.code, 0, "{arguments:?}: {}{}", output.out, output.err);
        output
    }

    fn serve(&self) -> Server {
        serve(&world().join("gaugeglass.toml"), &self.flags(), &[])
    }
}

#[test]
fn one_file_is_at_every_door() {
    let queries = Queries::new();
    let count = Registry::embedded().metrics().count() + 1;
    let check = queries.run(&["check"]);
    assert!(check.out.starts_with(&format!("{count} metrics, ")) && check.out.contains("all plan"), "{}", check.out);
    assert!(queries.run(&["metrics"]).out.contains(NAME));
    let by_name: Value = serde_json::from_str(
        &queries
            .run(&["query", "--metric", NAME, "--grain", "total", "--from", "2026-01-05", "--to", "2026-05-05", "--format", "json"])
            .out,
    )
    .unwrap();
    let view = queries
        .run(&["query", "select bucket, channel, share, first_orders, n, definition from metrics.first_order_share", "--format", "csv"])
        .out;
    assert!(view.lines().count() > 28, "{view}");
    let listed =
        queries.run(&["query", "select title, path, definition from meta.metrics where name = 'first_order_share'", "--format", "csv"]).out;
    assert!(listed.contains("First orders") && listed.contains(by_name["definition"].as_str().unwrap()), "{listed}");

    let server = queries.serve();
    assert_eq!(get(&server.http, QUESTION).json()["rows"], by_name["rows"]);
    for path in ["/m/first_order_share", "/catalog", "/"] {
        let page = get(&server.http, path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("First orders") || page.text().contains(NAME), "{path} does not show the metric");
    }
}

/// The hash of the definition that answers.
fn definition(server: &Server) -> String {
    let answer = get(&server.http, QUESTION);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["definition"].as_str().unwrap().to_owned()
}

/// The answer's rows without their stamp.
fn share(server: &Server) -> Value {
    get(&server.http, QUESTION).json()["rows"][0]["share"].clone()
}

/// Asks again until something holds: an edit is noticed by the next request, and read beside it.
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(100));
    }
    panic!("{what}: not within 20 s");
}

#[test]
fn an_edit_is_followed_and_a_broken_one_leaves_the_last_good_definition() {
    let queries = Queries::new();
    let server = queries.serve();
    let (first, first_share) = (definition(&server), share(&server));

    queries.write(&example().replace("and placed_time < $to", "and placed_time < $to\n  and channel = 'web'"));
    eventually("an edit", || definition(&server) != first);
    let (second, second_share) = (definition(&server), share(&server));
    assert_ne!(second_share, first_share);

    let mistakes = [
        ("mesures: [share]", example().replace("measures:", "mesures:"), "unknown key `mesures`"),
        ("a column", example().replace("is_first_order as double", "is_first_ordr as double"), "no column named `is_first_ordr`"),
        ("an empty file", String::new(), "the file has no front matter"),
    ];
    for (what, text, told) in mistakes {
        queries.write(&text);
        eventually(what, || get(&server.http, "/catalog").text().contains(told));
        assert_eq!((definition(&server), share(&server)), (second.clone(), second_share.clone()), "{what}");
        assert_eq!(get(&server.http, "/m/first_order_share").status, 200, "{what}");
        assert_eq!(get(&server.http, "/m/aov.json").status, 200, "{what}");
    }

    queries.write(&example());
    eventually("the file as it was", || definition(&server) == first);
    assert_eq!(share(&server), first_share);
    assert!(!get(&server.http, "/catalog").text().contains("the file has no front matter"));

    std::fs::remove_file(queries.file()).unwrap();
    eventually("no file", || get(&server.http, "/m/first_order_share").status == 404);
}

#[test]
fn a_broken_override_leaves_the_built_in_definition() {
    let queries = Queries::new();
    let broken = text("queries/customer/aov.sql").replace("model.users", "model.user");
    std::fs::write(queries.path().join("customer/aov.sql"), broken).unwrap();
    let server = queries.serve();
    let expected = Registry::embedded().metric("aov").unwrap().definition.clone();
    assert_eq!(get(&server.http, "/m/aov.json").json()["definition"], expected);
    assert!(get(&server.http, "/catalog").text().contains("no relation `model.user`"));
}
