//! Is it working? How many of a page's figures meet their target, in one sentence.

use std::collections::BTreeMap;

use super::work::Filled;
use crate::figure::tile::verdict;
use crate::format::sentence::Verdict;

/// The sentence; none where no figure has a target. A metric shown twice counts once.
pub fn standing<'a>(filled: impl Iterator<Item = &'a Filled>) -> Option<String> {
    let verdicts: BTreeMap<&str, Verdict> = filled.filter_map(judged).collect();
    match verdicts.is_empty() {
        true => None,
        false => Some(say(&verdicts.into_values().collect::<Vec<_>>())),
    }
}

fn judged(filled: &Filled) -> Option<(&str, Verdict)> {
    match filled {
        Filled::Metric(question, _, answers) if question.metric.target.is_some() => {
            Some((question.metric.name.as_str(), verdict(question, answers)))
        }
        _ => None,
    }
}

fn say(verdicts: &[Verdict]) -> String {
    let count = |wanted: &[Verdict]| verdicts.iter().filter(|verdict| wanted.contains(verdict)).count();
    let (met, missed) = (count(&[Verdict::OnTarget]), count(&[Verdict::Above, Verdict::Below]));
    let open = match verdicts.len() - met - missed {
        0 => String::new(),
        open => format!(", {open} cannot be judged"),
    };
    format!("On target: {met} of {} figures that have one. Off target: {missed}{open}.", verdicts.len())
}

#[cfg(test)]
mod tests {
    use super::{Verdict, say};

    #[test]
    fn what_is_not_judged_is_neither_on_target_nor_off_it() {
        let all = [Verdict::OnTarget, Verdict::Above, Verdict::Below, Verdict::NotJudged, Verdict::None];
        assert_eq!(say(&all), "On target: 1 of 5 figures that have one. Off target: 2, 2 cannot be judged.");
        assert_eq!(say(&all[..3]), "On target: 1 of 3 figures that have one. Off target: 2.");
    }
}
