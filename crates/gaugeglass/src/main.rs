//! The program `gaugeglass`: reads its arguments, runs one command, ends with a documented code.

use std::process::ExitCode;

use mimalloc::MiMalloc;

// Queries allocate and free large buffers on many threads; mimalloc gives the memory back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    gaugeglass::run(std::env::args_os())
}
