//! The one piece of markup that messages use: `code` between backticks.

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
