//! What a client says about a failed request, without what no log may hold.
//!
//! A client's own words can carry a signed URL, or the body of an answer that repeats the signature it refused.

use super::redacted;

/// Variables whose values are keys.
const SECRETS: [&str; 11] = [
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_ACCESS_KEY",
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_CLIENT_SECRET",
    "AZURE_STORAGE_MASTER_KEY",
    "AZURE_STORAGE_SAS_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_TOKEN",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
];

/// The text with the status and the provider's error code, and without URLs' queries, bodies and keys.
pub fn scrub(text: &str) -> String {
    let words = without_body(text).split_whitespace().map(redacted).collect::<Vec<_>>().join(" ");
    let words = match between(text, "<Code>", "</Code>").filter(|code| code.chars().all(char::is_alphanumeric)) {
        Some(code) => format!("{words} ({code})"),
        None => words,
    };
    let secrets = SECRETS.iter().filter_map(|name| std::env::var(name).ok()).filter(|secret| secret.len() > 3);
    secrets.fold(words, |words, secret| words.replace(&secret, "***"))
}

/// Up to the status; what follows it is the server's body.
fn without_body(text: &str) -> &str {
    if let Some(at) = text.find("error response: ") {
        return &text[..at];
    }
    let Some(at) = text.find("status code: ").map(|at| at + "status code: ".len()) else {
        return text;
    };
    text[at..].find(": ").map_or(text, |end| &text[..at + end])
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inner, _)| inner)
}
