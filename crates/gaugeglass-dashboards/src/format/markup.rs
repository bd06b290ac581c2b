//! The markup that texts need: `code` between backticks, and names that may break where their parts end.

/// Escapes a text for HTML and turns what stands between backticks into `<code>`.
pub fn code(text: impl AsRef<str>) -> String {
    let mut html = String::new();
    for (index, part) in text.as_ref().split('`').enumerate() {
        // Every second part stands between two backticks.
        let is_code = index % 2 == 1;
        html.push_str(if is_code { "<code>" } else { "" });
        html.push_str(&escape(part));
        html.push_str(if is_code { "</code>" } else { "" });
    }
    html
}

/// Escapes a name for HTML; a line may break behind each of its parts.
pub fn breakable(name: &str) -> String {
    let (lead, rest) = name.strip_prefix('/').map_or(("", name), |rest| ("/", rest));
    let parts: Vec<String> = rest.split_inclusive(['/', '_', '.']).map(escape).collect();
    format!("{lead}{}", parts.join("<wbr>"))
}

/// Escapes a text for HTML and for XML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
