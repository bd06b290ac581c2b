//! What `gaugeglass check` prints about broken files: file, line and column, the text underlined, and a remedy.

/// A file, what is written in place of what, the place, the message, the text that is underlined, and the remedy.
pub type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Panics unless a mistake is told at its place with all that belongs to it.
pub fn assert_told(printed: &str, path: &str, (_, _, _, place, message, wanted, help): &Case) {
    let start = format!("{path}:{place}: {message}");
    let report = printed.split("  × ").find(|report| report.starts_with(&start)).unwrap_or_else(|| panic!("{start}\n{printed}"));
    assert!(report.contains(&format!("─[{path}:{place}]")), "{report}");
    assert_eq!(underlined(report), *wanted, "{report}");
    assert!(report.contains(help), "no `{help}` in {report}");
}

/// The text of the file that a report underlines; nothing where the file has no text.
fn underlined(report: &str) -> String {
    let lines: Vec<Vec<char>> = report.lines().map(|line| line.chars().collect()).collect();
    let marked = lines.windows(2).find(|pair| is_underline(&pair[1].iter().collect::<String>()));
    let of = |pair: &[Vec<char>]| {
        let marks = pair[1].iter().enumerate().filter(|(_, letter)| ['─', '┬'].contains(letter));
        marks.filter_map(|(place, _)| pair[0].get(place)).collect()
    };
    marked.map(of).unwrap_or_default()
}

fn is_underline(line: &str) -> bool {
    line.trim_start().strip_prefix('·').is_some_and(|rest| rest.trim_start().starts_with(['─', '┬']))
}
