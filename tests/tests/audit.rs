//! The readiness audit over the generated world: each check against what was planted, and rules that nobody can bend.

#[path = "audit/clean_twin.rs"]
mod clean_twin;
#[path = "audit/formats.rs"]
mod formats;
#[path = "audit/monotone.rs"]
mod monotone;
#[path = "audit/mutations.rs"]
mod mutations;
#[path = "audit/process_to_systems.rs"]
mod process_to_systems;
#[path = "audit/unified_to_timing.rs"]
mod unified_to_timing;

use gaugeglass_tests::configuration;
