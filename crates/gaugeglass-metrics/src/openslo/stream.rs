//! Takes a stream of YAML documents apart, and puts documents together, without changing how any is written.

/// One document of a stream.
pub(crate) struct Chunk<'a> {
    /// Its text with the comments and marks before it.
    pub text: &'a str,
    /// Lines of the stream before it.
    pub lines_before: usize,
}

/// The documents of a stream that say something. YAML lets neither block nor quoted text hold a mark at the start of a
/// line, so that a mark there is one.
pub(crate) fn split(stream: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let (mut start, mut end, mut is_begun) = (0, 0, false);
    for row in stream.split_inclusive('\n') {
        if is_begun && is_mark(row, "---") {
            chunks.push(chunk(stream, start, end));
            (start, is_begun) = (end, false);
        }
        end += row.len();
        is_begun |= says_something(row);
        if is_begun && is_mark(row, "...") {
            chunks.push(chunk(stream, start, end));
            (start, is_begun) = (end, false);
        }
    }
    if is_begun {
        chunks.push(chunk(stream, start, end));
    }
    chunks
}

fn chunk(stream: &str, start: usize, end: usize) -> Chunk<'_> {
    let (before, text) = (stream.get(..start).unwrap_or_default(), stream.get(start..end).unwrap_or_default());
    Chunk { text, lines_before: before.matches('\n').count() }
}

/// Documents as one stream, each as it was written.
pub fn join<'a>(documents: impl IntoIterator<Item = &'a str>) -> String {
    let mut stream = String::new();
    for document in documents {
        if !stream.is_empty() && !stream.ends_with('\n') {
            stream.push('\n');
        }
        let first = document.lines().find(|row| !is_blank(row)).unwrap_or_default();
        let is_ended = stream.lines().next_back().is_none_or(|row| is_mark(row, "..."));
        if first.starts_with('%') && !is_ended {
            stream.push_str("...\n");
        } else if !first.starts_with('%') && !is_mark(first, "---") {
            stream.push_str("---\n");
        }
        stream.push_str(document);
    }
    stream
}

fn is_mark(row: &str, mark: &str) -> bool {
    row.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// A row without content: empty, or a comment.
fn is_blank(row: &str) -> bool {
    let row = row.trim();
    row.is_empty() || row.starts_with('#')
}

/// Whether a row is part of what a document says: neither blank, nor a directive, nor a bare mark.
fn says_something(row: &str) -> bool {
    let content = if is_mark(row, "---") || is_mark(row, "...") { row.get(3..).unwrap_or_default() } else { row };
    !is_blank(content) && !row.starts_with('%')
}
