//! The patterns of catalog requests: `%` is any run of characters, `_` any one, `\` takes the next literally.

enum Part {
    Run,
    One,
    Exactly(char),
}

/// A pattern, read once and asked of many names.
pub(crate) struct Like(Vec<Part>);

impl Like {
    /// Reads a pattern; every text is one.
    pub(crate) fn new(pattern: &str) -> Like {
        let mut characters = pattern.chars();
        let mut parts = Vec::new();
        while let Some(character) = characters.next() {
            parts.push(match character {
                '%' => Part::Run,
                '_' => Part::One,
                '\\' => Part::Exactly(characters.next().unwrap_or('\\')),
                other => Part::Exactly(other),
            });
        }
        Like(parts)
    }

    /// Whether the whole of `text` fits.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut part, mut at) = (0, 0);
        // Where to try again: the part after the last run, and how much of the text that run holds so far.
        let mut retry: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(part) {
                Some(Part::Run) => {
                    part += 1;
                    retry = Some((part, at));
                }
                Some(wanted) if fits(wanted, text[at]) => (part, at) = (part + 1, at + 1),
                _ => match retry {
                    Some((after, held)) => {
                        (part, at) = (after, held + 1);
                        retry = Some((after, at));
                    }
                    None => return false,
                },
            }
        }
        self.0[part..].iter().all(|rest| matches!(rest, Part::Run))
    }
}

fn fits(part: &Part, character: char) -> bool {
    match part {
        Part::Run => false,
        Part::One => true,
        Part::Exactly(wanted) => *wanted == character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        let cases = [
            ("orders", "orders", true),
            ("orders", "order", false),
            ("orders", "orders_2", false),
            ("", "", true),
            ("", "orders", false),
            ("%", "", true),
            ("%", "orders", true),
            ("%%", "orders", true),
            ("ord%", "orders", true),
            ("%ers", "orders", true),
            ("%rde%", "orders", true),
            ("%rx%", "orders", false),
            ("o%r%s", "orders", true),
            ("%a%ab", "aaab", true),
            ("order_", "orders", true),
            ("order_", "order", false),
            ("______", "orders", true),
            ("_____", "orders", false),
            ("fx_rates", "fx_rates", true),
            ("fx_rates", "fxXrates", true),
            (r"fx\_rates", "fx_rates", true),
            (r"fx\_rates", "fxXrates", false),
            (r"100\%", "100%", true),
            (r"100\%", "1000", false),
            (r"a\\b", r"a\b", true),
            (r"a\", r"a\", true),
            ("größe_", "größen", true),
            ("ORDERS", "orders", false),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(Like::new(pattern).matches(name), expected, "{name} like {pattern}");
        }
    }
}
