//! The text of the configuration as a message may show it: a key in a URL becomes stars, every place stays where it is.

/// Stars over what stands before the `@` and after the `?` of a URL.
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, url) = rest.split_at(at + "://".len());
        let end = url.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').unwrap_or(url.len());
        masked.push_str(before);
        masked.push_str(&mask_url(&url[..end]));
        rest = &url[end..];
    }
    masked + rest
}

/// The part of a URL after `://`.
fn mask_url(url: &str) -> String {
    let query = url.find('?').unwrap_or(url.len());
    let host_end = url[..query].find('/').unwrap_or(query);
    let name_end = url[..host_end].rfind('@').unwrap_or(0);
    let stars = |text: &str| "*".repeat(text.len());
    format!("{}{}{}", stars(&url[..name_end]), &url[name_end..query], stars(&url[query..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_stars_and_nothing_moves() {
        let cases = [
            ("url = \"s3://key:secret@bucket/logs\"\n# kept", "url = \"s3://**********@bucket/logs\"\n# kept"),
            ("url = 'https://host/logs?sv=1&sig=abc' # why?", "url = 'https://host/logs*************' # why?"),
            ("url = \"s3://bucket/a@b\"", "url = \"s3://bucket/a@b\""),
            ("path = \"a?b@c\"", "path = \"a?b@c\""),
        ];
        for (text, expected) in cases {
            assert_eq!(mask(text), expected);
            assert_eq!(mask(text).len(), text.len());
        }
    }
}
