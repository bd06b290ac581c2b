//! What is wrong with a file, and where: message, place, the text underlined and a remedy.

use std::fmt;
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

/// A file of definitions as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub path: String,
    pub text: Arc<str>,
}

impl Source {
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        Self { path: path.into(), text: Arc::from(text) }
    }

    /// A diagnostic at a place of this file, both counted from 1; line 0 stands for the end of the text.
    pub fn at(&self, line: u64, column: u64, message: impl Into<String>) -> Diagnostic {
        let (line, column) = if line == 0 { self.end() } else { (line, column.max(1)) };
        let offset = self.offset(line, column);
        Diagnostic {
            path: self.path.clone(),
            line,
            column,
            message: message.into(),
            label: None,
            help: None,
            source: NamedSource::new(&self.path, Arc::clone(&self.text)),
            offset,
            length: word_length(&self.text[offset..]),
        }
    }

    /// The first 12 hexadecimal digits of the hash of the text: changes when the definition may have.
    pub fn definition(&self) -> String {
        blake3::hash(self.text.as_bytes()).to_hex().chars().take(12).collect()
    }

    /// A diagnostic at the first mention of `needle`, or at the top when there is none.
    pub fn at_mention(&self, needle: &str, message: impl Into<String>) -> Diagnostic {
        self.at_offset(self.text.find(needle).unwrap_or(0), message)
    }

    /// A diagnostic at a byte offset of the text.
    pub fn at_offset(&self, offset: usize, message: impl Into<String>) -> Diagnostic {
        let before = &self.text[..offset];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        self.at(line as u64, column as u64, message)
    }

    fn end(&self) -> (u64, u64) {
        let text = self.text.trim_end();
        let last = text.rsplit('\n').next().unwrap_or("");
        let line = text.matches('\n').count() + 1;
        (line as u64, (last.chars().count() as u64).max(1))
    }

    pub(crate) fn offset(&self, line: u64, column: u64) -> usize {
        let skipped: usize = self.text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let rest = &self.text[skipped..];
        skipped + rest.char_indices().nth(column as usize - 1).map_or(rest.len(), |(offset, _)| offset)
    }
}

/// How much to underline: the word at the place, at least one character.
fn word_length(text: &str) -> usize {
    let word = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))).unwrap_or(text.len());
    match word {
        0 => text.chars().next().map_or(0, char::len_utf8),
        _ => word,
    }
}

/// One thing wrong with one file. The file is left out; nothing else is touched.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    path: String,
    line: u64,
    column: u64,
    message: String,
    label: Option<String>,
    help: Option<String>,
    source: NamedSource<Arc<str>>,
    offset: usize,
    length: usize,
}

impl Diagnostic {
    /// A diagnostic about `text`, the content of `path`; line and column count from 1.
    pub fn new(path: impl Into<String>, text: &str, line: u64, column: u64, message: impl Into<String>) -> Self {
        Source::new(path, text).at(line, column, message)
    }

    /// Adds the words shown beside the underlined text.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The file, for example `queries/customer/cart_recovery.sql`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The column in characters, counted from 1.
    pub fn column(&self) -> u64 {
        self.column
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The words beside the underlined text.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The text of the file.
    pub fn source_text(&self) -> &str {
        self.source.inner()
    }

    /// The report with the text underlined, without colours: for pages, logs and files.
    pub fn render_plain(&self) -> String {
        let mut report = String::new();
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_links(false);
        match handler.render_report(&mut report, self) {
            Ok(()) => report,
            Err(fmt::Error) => self.to_string(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path, self.line, self.column, self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = self.label.clone().or_else(|| Some("here".to_owned()));
        Some(Box::new(std::iter::once(LabeledSpan::new(label, self.offset, self.length))))
    }
}
