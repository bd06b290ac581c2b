//! What a mapping's SQL says about the rows it takes: `type = 'track'`, `event in ('open', 'click')`.
//!
//! Read off the tokens, which is enough to tell one vendor's files from another's; nothing is planned or run.

/// Values of a field that a mapping takes rows by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The field, by path.
    pub path: String,
    /// Any of these values.
    pub values: Vec<String>,
    /// True where a value need only hold one of the words.
    pub is_part: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    Mark(char),
}

/// A `case x when 'a' …` that has begun.
struct Case {
    operand: Option<String>,
    values: Vec<String>,
}

/// Everything that the statement compares with words.
pub fn evidence(sql: &str) -> Vec<Evidence> {
    let tokens = tokens(sql);
    let mut found = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    let mut is_filter = false;
    for at in 0..tokens.len() {
        match word(&tokens, at) {
            "where" => is_filter = true,
            "select" | "group" | "order" | "union" => is_filter = false,
            "case" => cases.push(Case { operand: name_at(&tokens, at + 1), values: Vec::new() }),
            "when" => note(&mut cases, tokens.get(at + 1)),
            "end" => found.extend(cases.pop().and_then(|case| closed(&tokens, at, case))),
            "in" if is_filter && word(&tokens, at.wrapping_sub(1)) != "not" => found.extend(listed(&tokens, at)),
            "regexp_like" if is_filter => found.extend(matched(&tokens, at)),
            _ if is_filter && tokens[at] == Token::Mark('=') => found.extend(compared(&tokens, at)),
            _ => {}
        }
    }
    found
}

fn note(cases: &mut [Case], next: Option<&Token>) {
    if let (Some(case), Some(Token::Text(value))) = (cases.last_mut(), next) {
        case.values.push(value.clone());
    }
}

/// A case takes rows by its values where what it gives must not be null.
fn closed(tokens: &[Token], at: usize, case: Case) -> Option<Evidence> {
    let (path, alias) = (case.operand?, word(tokens, at + 2));
    let is_needed = word(tokens, at + 1) == "as" && (0..tokens.len()).any(|at| words(tokens, at, &[alias, "is", "not", "null"]));
    (is_needed && !case.values.is_empty()).then_some(Evidence { path, values: case.values, is_part: false })
}

fn compared(tokens: &[Token], at: usize) -> Option<Evidence> {
    let is_equal = !matches!(tokens.get(at.wrapping_sub(1)), Some(Token::Mark('<' | '>' | '!')));
    match tokens.get(at + 1) {
        Some(Token::Text(value)) if is_equal => {
            Some(Evidence { path: path_before(tokens, at)?, values: vec![value.clone()], is_part: false })
        }
        _ => None,
    }
}

fn listed(tokens: &[Token], at: usize) -> Option<Evidence> {
    let items = tokens.get(at + 2..)?.iter().take_while(|token| **token != Token::Mark(')'));
    let values: Vec<String> = items.filter_map(|token| if let Token::Text(value) = token { Some(value.clone()) } else { None }).collect();
    (!values.is_empty()).then_some(Evidence { path: path_before(tokens, at)?, values, is_part: false })
}

/// Of a pattern only its longest word counts.
fn matched(tokens: &[Token], at: usize) -> Option<Evidence> {
    let rest = tokens.get(at + 1..)?;
    let pattern = rest.iter().find_map(|token| if let Token::Text(value) = token { Some(value) } else { None })?;
    let longest = pattern.split(|c: char| !c.is_alphabetic()).max_by_key(|part| part.len())?;
    let names = rest.iter().take_while(|token| **token != Token::Mark(','));
    let path = names.filter_map(|token| if let Token::Name(name) = token { Some(name) } else { None }).last()?;
    Some(Evidence { path: path.clone(), values: vec![longest.to_owned()], is_part: true })
}

/// `context['page']['path']` that ends before `at`, as `context.page.path`.
fn path_before(tokens: &[Token], mut at: usize) -> Option<String> {
    let mut parts = Vec::new();
    loop {
        match tokens.get(at.checked_sub(1)?)? {
            Token::Mark(']') => {
                let Token::Text(part) = tokens.get(at.checked_sub(2)?)? else {
                    return None;
                };
                parts.push(part.clone());
                at = at.checked_sub(3)?;
            }
            Token::Name(name) => {
                parts.push(name.clone());
                parts.reverse();
                return Some(parts.join("."));
            }
            _ => return None,
        }
    }
}

fn name_at(tokens: &[Token], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(Token::Name(name)) if name != "when" => Some(name.clone()),
        _ => None,
    }
}

fn word(tokens: &[Token], at: usize) -> &str {
    match tokens.get(at) {
        Some(Token::Name(name)) => name,
        _ => "",
    }
}

fn words(tokens: &[Token], at: usize, expected: &[&str]) -> bool {
    expected.iter().enumerate().all(|(offset, expected)| word(tokens, at + offset) == *expected)
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.split_once("--- */").map_or(sql, |(_, statement)| statement);
    while let Some(mark) = rest.chars().next() {
        let length = match mark {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '\'' | '"' => {
                let end = rest[1..].find(mark).map_or(rest.len(), |end| end + 1);
                let text = rest[1..end].to_owned();
                tokens.push(if mark == '"' { Token::Name(text) } else { Token::Text(text) });
                (end + 1).min(rest.len())
            }
            _ if mark.is_alphanumeric() || mark == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                tokens.push(Token::Name(rest[..end].to_owned()));
                end
            }
            _ => {
                if !mark.is_whitespace() {
                    tokens.push(Token::Mark(mark));
                }
                mark.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expected: &[(&str, &[&str])]) {
        let found = evidence(sql);
        let found: Vec<(&str, Vec<&str>)> =
            found.iter().map(|one| (one.path.as_str(), one.values.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(path, values)| (*path, values.to_vec())).collect();
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn filters_are_evidence_and_choices_are_not() {
        check("select x from source where type = 'track' and event in ('a', 'b')", &[("type", &["track"]), ("event", &["a", "b"])]);
        check("select case when type = 'x' then 1 end from source where kind <> 'y' and kind not in ('z')", &[]);
        check("select x from source where context['page']['path'] = '/'", &[("context.page.path", &["/"])]);
        check("/* ---\nwhere a = 'b'\n--- */ select x from source where \"EventName\" = 'f' -- and b = 'c'", &[("EventName", &["f"])]);
        check("select x from source where regexp_like(lower(type), '(^|[._/])approval')", &[("type", &["approval"])]);
    }

    #[test]
    fn a_case_is_evidence_where_its_result_is_needed() {
        let case = "select case event when 'Sent' then 'sent' when 'Open' then 'opened' end as status from source";
        check(&format!("{case} where status is not null"), &[("event", &["Sent", "Open"])]);
        check(case, &[]);
    }
}
