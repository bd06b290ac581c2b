//! How far long work is: bars on a terminal, plain lines elsewhere, always on standard error.

use std::convert::Infallible;
use std::future::Future;
use std::io::IsTerminal;
use std::time::Duration;

use gaugeglass_engine::Engine;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar of known length, or a line a step where nobody watches.
pub struct Steps {
    bar: Option<ProgressBar>,
    last: last::Last,
}

mod last {
    //! The label printed last, so that a step is a line once.

    use std::sync::Mutex;

    #[derive(Default)]
    pub struct Last(Mutex<String>);

    impl Last {
        /// True where the label is a new one.
        pub fn is_new(&self, label: &str) -> bool {
            let Ok(mut last) = self.0.lock() else {
                return false;
            };
            let new = *last != label;
            label.clone_into(&mut last);
            new
        }
    }
}

impl Steps {
    /// A new bar.
    pub fn start() -> Steps {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            bar.set_style(
                ProgressStyle::with_template("{msg:28} {bar:40} {pos}/{len} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar
        });
        Steps { bar, last: last::Last::default() }
    }

    /// Shows a step.
    pub fn show(&self, label: &str, done: u64, total: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(total);
                bar.set_position(done);
                bar.set_message(label.to_owned());
            }
            None if self.last.is_new(label) => eprintln!("{label}"),
            None => {}
        }
    }

    /// Ends the bar.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Prepares the logs of an engine and shows how far it is; gives what is wrong with logs, in words.
pub async fn prepare(engine: &Engine) -> Vec<String> {
    during(engine, engine.prepare()).await
}

/// Shows how far the logs are while `work` waits for them.
pub async fn during<T>(engine: &Engine, work: impl Future<Output = T>) -> T {
    let steps = Steps::start();
    let result = tokio::select! {
        result = work => result,
        never = watch(engine, &steps) => match never {},
    };
    steps.end();
    result
}

async fn watch(engine: &Engine, steps: &Steps) -> Infallible {
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    loop {
        tick.tick().await;
        let progress = engine.progress();
        let done = progress.iter().filter(|log| matches!(log.state, "done" | "failed")).count();
        if let Some(log) = progress.iter().find(|log| log.state == "reading") {
            steps.show(&format!("reading {}", log.log), done as u64, progress.len() as u64);
        }
    }
}
