//! Durations as people write them: `90m`, `36h`, `30d`.

/// Seconds in a duration such as `45s`, `90m`, `36h`, `7d` or `2w`.
pub fn parse_seconds(text: &str) -> Result<i64, String> {
    let text = text.trim();
    let invalid = || format!("`{text}` is not a duration: write a whole number and s, m, h, d or w, as in 36h");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let seconds = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err(invalid()),
    };
    let count: u32 = digits.parse().map_err(|_| invalid())?;
    Ok(i64::from(count) * seconds)
}

#[cfg(test)]
mod tests {
    use super::parse_seconds;

    #[test]
    fn durations_are_whole_numbers_with_a_unit() {
        for (text, seconds) in [("45s", 45), ("90m", 5_400), ("36h", 129_600), ("30d", 2_592_000), ("2w", 1_209_600)] {
            assert_eq!(parse_seconds(text), Ok(seconds), "{text}");
        }
        for text in ["", "7", "d", "1.5h", "-1d", "7 d", "7 days", "9999999999d", "７d"] {
            assert!(parse_seconds(text).is_err(), "{text}");
        }
    }
}
