//! Names: of documents, of the metrics that compute them, and of the files that keep them.

use super::document::Document;

/// Characters that the name of a document may have.
const LENGTH_MAX: usize = 63;
/// Hexadecimal digits of a hash that stand in for the end of a name that is too long.
const HASH_DIGITS: usize = 8;

/// Whether a name is one that every implementation takes: an RFC 1123 label.
pub(crate) fn is_name(name: &str) -> bool {
    let is_inner = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    name.len() <= LENGTH_MAX && !name.is_empty() && name.chars().all(is_inner) && !name.starts_with('-') && !name.ends_with('-')
}

/// The name of a document about something that is called otherwise here: `decision_slo` is `decision-slo`.
pub(crate) fn of(text: &str) -> String {
    let letters = text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let name = letters.collect::<String>().trim_matches('-').to_owned();
    match name.len() {
        0 => shortened("x", text),
        length if length > LENGTH_MAX => shortened(&name, text),
        _ => name,
    }
}

/// The name with something appended, such as the window of an alert.
pub(crate) fn with(name: &str, ending: &str) -> String {
    let whole = format!("{name}-{ending}");
    if whole.len() > LENGTH_MAX { shortened(&whole, &whole) } else { whole }
}

fn shortened(name: &str, whole: &str) -> String {
    let hash: String = blake3::hash(whole.as_bytes()).to_hex().chars().take(HASH_DIGITS).collect();
    let kept: String = name.chars().take(LENGTH_MAX - HASH_DIGITS - 1).collect();
    format!("{}-{hash}", kept.trim_end_matches('-'))
}

/// The name of the metric that computes an SLO document.
pub(crate) fn metric(name: &str) -> String {
    let name = name.replace('-', "_");
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { format!("slo_{name}") } else { name }
}

/// The file that keeps a document: names are unique within a kind alone.
pub(crate) fn file(document: &Document) -> String {
    match document.kind() {
        "SLO" => format!("{}.openslo.yaml", document.metadata.name),
        kind => format!("{}.{}.openslo.yaml", document.metadata.name, kind.to_lowercase()),
    }
}
