//! What is broken is told with its place and a remedy, and takes nothing else down: configurations, definitions, dashboards,
//! lines, files and statements.

#[path = "malformed/configurations.rs"]
mod configurations;
#[path = "malformed/dashboards.rs"]
mod dashboards;
#[path = "malformed/definitions.rs"]
mod definitions;
#[path = "malformed/files.rs"]
mod files;
#[path = "malformed/lines.rs"]
mod lines;
#[path = "malformed/reports.rs"]
mod reports;
#[path = "malformed/statements.rs"]
mod statements;
#[path = "malformed/thousand.rs"]
mod thousand;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gaugeglass_tests::{rows, write_config};
use serde_json::Value;

/// A folder with one source of orders, and its configuration.
struct Orders {
    folder: tempfile::TempDir,
    config: PathBuf,
}

/// What became of a file, by its name without the ending.
type Accounts = BTreeMap<String, Value>;

impl Orders {
    fn new(format: &str) -> Orders {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("lake/orders")).unwrap();
        let text =
            format!("[stores.lake]\nurl = \"file:lake\"\n[logs.orders]\nstore = \"lake\"\npath = \"orders/\"\nformat = \"{format}\"\n");
        let config = write_config(folder.path(), &text);
        Orders { folder, config }
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.path(file), bytes).unwrap();
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("lake/orders").join(file)
    }

    /// The accounts of all files; each adds up.
    fn accounts(&self) -> Accounts {
        let mut accounts = Accounts::new();
        for account in rows(&self.config, "select * from meta.files").as_array().unwrap() {
            let parts = ["rows_kept", "rows_duplicate", "rows_quarantined"].map(|part| whole(account, part));
            assert_eq!(whole(account, "rows_in"), parts.iter().sum::<i64>(), "{account}");
            accounts.insert(stem(account), account.clone());
        }
        let kept: i64 = accounts.values().map(|account| whole(account, "rows_kept")).sum();
        assert_eq!(rows(&self.config, "select count(*) as n from logs.orders")[0]["n"], kept);
        accounts
    }

    /// What was turned away.
    fn quarantine(&self) -> Vec<Value> {
        rows(&self.config, "select * from meta.quarantine order by file, row").as_array().unwrap().clone()
    }
}

fn whole(account: &Value, name: &str) -> i64 {
    account[name].as_i64().unwrap_or_else(|| panic!("{name}: {account}"))
}

/// The file's name without folder and ending.
fn stem(row: &Value) -> String {
    let name = Path::new(row["file"].as_str().unwrap()).file_name().unwrap().to_str().unwrap();
    name.split('.').next().unwrap().to_owned()
}
