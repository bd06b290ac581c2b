//! The service's own messages, on standard error: results alone go to standard output.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts writing messages of this level and above.
pub fn start(level: &str) {
    let filter = EnvFilter::try_new(format!("{level},datafusion=warn,h2=warn,hyper=warn")).unwrap_or_else(|_| EnvFilter::new("warn"));
    // A second start, as in a test, keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .try_init();
}
