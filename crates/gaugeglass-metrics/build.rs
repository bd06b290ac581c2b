//! Rebuilds the crate when a file is added to or removed from `queries/`: embedding alone only sees edits.

fn main() {
    println!("cargo:rerun-if-changed=../../queries");
}
