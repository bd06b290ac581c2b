//! The program `gaugeglass`: reads its arguments, runs one command, ends with a documented code.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

// Queries allocate and free large buffers on many threads; jemalloc gives the memory back.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    gaugeglass::run(std::env::args_os())
}
