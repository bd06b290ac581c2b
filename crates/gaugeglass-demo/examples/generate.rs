//! Generates a world: `cargo run -p gaugeglass-demo --example generate -- --tier ci --dir DIR [--seed N] [--clean] [--vendors]`.

use std::path::PathBuf;

use gaugeglass_demo::{Defects, DemoError, Tier, World, generate};

fn main() -> Result<(), DemoError> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let tier = value("--tier").unwrap_or_else(|| "ci".to_owned());
    let dir = PathBuf::from(value("--dir").unwrap_or_else(|| "demo".to_owned()));
    let mut world = World::new(Tier::named(&tier)?);
    if let Some(seed) = value("--seed").and_then(|seed| seed.parse().ok()) {
        world.seed = seed;
    }
    if arguments.iter().any(|argument| argument == "--clean") {
        world = world.with_defects(Defects::clean());
    }
    if arguments.iter().any(|argument| argument == "--vendors") {
        world = world.with_vendors();
    }
    let summary = generate(&world, &dir, &|_| {})?;
    println!("{summary:#?}");
    Ok(())
}
