//! What the machine has for us.

use sysinfo::System;

/// Where the machine does not tell.
const UNTOLD: usize = 1 << 30;

/// A quarter of the memory that this process may use: the machine's, or less where its container says so.
pub fn quarter_of_memory() -> usize {
    let bytes = memory().map(|bytes| bytes / 4).filter(|bytes| *bytes > 0);
    bytes.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(UNTOLD)
}

fn memory() -> Option<u64> {
    let mut system = System::new().ok()?;
    system.refresh_memory();
    let contained = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
    Some(system.total_memory().min(contained))
}
