//! A mistake in the configuration, underlined.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

/// What is wrong, where, and what to do.
#[derive(Debug)]
pub struct ConfigError {
    message: String,
    // Boxed: an error that is rare should not make every result large.
    place: Option<Box<Place>>,
    help: Option<String>,
}

#[derive(Debug)]
struct Place {
    source: NamedSource<String>,
    offset: usize,
    length: usize,
    line: usize,
    column: usize,
}

impl ConfigError {
    /// A mistake that is not in the file.
    pub fn plain(message: impl Into<String>) -> ConfigError {
        ConfigError { message: message.into(), place: None, help: None }
    }

    /// A mistake at a span of the file.
    pub fn at(message: impl Into<String>, path: &str, text: &str, span: std::ops::Range<usize>) -> ConfigError {
        let before = &text[..span.start.min(text.len())];
        let place = Place {
            source: NamedSource::new(path, text.to_owned()),
            offset: span.start,
            length: span.len().max(1),
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
        };
        ConfigError { message: message.into(), place: Some(Box::new(place)), help: None }
    }

    /// Adds the remedy.
    pub fn with_help(mut self, help: impl Into<String>) -> ConfigError {
        self.help = Some(help.into());
        self
    }

    /// The text for a terminal.
    pub fn report(&self) -> String {
        let mut text = format!("error: {self}\n");
        if self.place.is_some() {
            let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
            // Formatting into a string does not fail.
            let _ = handler.render_report(&mut text, self);
        } else if let Some(help) = &self.help {
            text.push_str(&format!("  help: {help}"));
        }
        text.trim_end().to_owned()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}:{}:{}: {}", place.source.name(), place.line, place.column, self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

impl Diagnostic for ConfigError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.place.as_ref().map(|place| &place.source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.place.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::underline(place.offset..place.offset + place.length))))
    }
}
