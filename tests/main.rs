//! Tests over the whole: the program as a process, real stores, real clients, a real browser.
//!
//! One binary, one module a subject. What a machine lacks (Python, a browser, the shared reference
//! data) is said and skipped; nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "tests/accounting.rs"]
mod accounting;
#[path = "tests/approval_metrics.rs"]
mod approval_metrics;
#[path = "tests/audit.rs"]
mod audit;
#[path = "tests/browser.rs"]
mod browser;
#[path = "tests/buckets.rs"]
mod buckets;
#[path = "tests/commands.rs"]
mod commands;
#[path = "tests/consistency.rs"]
mod consistency;
#[path = "tests/customer_metrics.rs"]
mod customer_metrics;
#[path = "tests/deletion.rs"]
mod deletion;
#[path = "tests/docs.rs"]
mod docs;
#[path = "tests/doors.rs"]
mod doors;
#[path = "tests/edge_worlds.rs"]
mod edge_worlds;
#[path = "tests/figures.rs"]
mod figures;
#[path = "tests/five_questions.rs"]
mod five_questions;
#[path = "tests/hostile.rs"]
mod hostile;
#[path = "tests/init.rs"]
mod init;
#[path = "tests/invariants.rs"]
mod invariants;
#[path = "tests/killed.rs"]
mod killed;
#[path = "tests/labels.rs"]
mod labels;
#[path = "tests/lighthouse.rs"]
mod lighthouse;
#[path = "tests/malformed.rs"]
mod malformed;
#[path = "tests/null_experiments.rs"]
mod null_experiments;
#[path = "tests/one_file_metric.rs"]
mod one_file_metric;
#[path = "tests/openslo.rs"]
mod openslo;
#[path = "tests/pages.rs"]
mod pages;
#[path = "tests/panels.rs"]
mod panels;
#[path = "tests/public_data.rs"]
mod public_data;
#[path = "tests/readiness_page.rs"]
mod readiness_page;
#[path = "tests/shared_cache.rs"]
mod shared_cache;
#[path = "tests/slo.rs"]
mod slo;
#[path = "tests/truth.rs"]
mod truth;
#[path = "tests/truth_is_hidden.rs"]
mod truth_is_hidden;
#[path = "tests/vendors.rs"]
mod vendors;
#[path = "tests/web.rs"]
mod web;
