//! The one pass over a history against every chain that its rows can form.

use datafusion::common::cast::as_int64_array;

use super::log::{Chance, answers, batch, draw, histories};
use crate::behaviour::chain::{Rules, Since, deepest_step};
use crate::behaviour::history::Event;
use crate::behaviour::order::Order;
use crate::tests::{rows, session_over};

const MODES: [(&str, Order); 4] = [
    ("", Order { is_strict: false, is_increasing: false }),
    ("'strict_order', ", Order { is_strict: true, is_increasing: false }),
    ("'strict_increase', ", Order { is_strict: false, is_increasing: true }),
    ("'strict_order,strict_increase', ", Order { is_strict: true, is_increasing: true }),
];

fn all_rules(steps: usize, bound: i64) -> [Rules; 5] {
    let funnel = |order| Rules { steps, order, bound, since: Since::FirstStep };
    let [(_, plain), (_, strict), (_, increasing), (_, both)] = MODES;
    let sequence = Rules { since: Since::StepBefore, ..funnel(plain) };
    [funnel(plain), funnel(strict), funnel(increasing), funnel(both), sequence]
}

/// The longest chain, from the definition alone: every choice of different rows for the steps is tried.
fn best(rules: &Rules, events: &[Event]) -> usize {
    let mut best = 0;
    grow(rules, events, &mut Vec::new(), &mut best);
    best
}

fn grow(rules: &Rules, events: &[Event], chain: &mut Vec<usize>, best: &mut usize) {
    if is_unbroken(rules, events, chain) {
        *best = chain.len().max(*best);
    }
    if chain.len() == rules.steps {
        return;
    }
    for row in 0..events.len() {
        if !chain.contains(&row) && events[row].matches(chain.len()) && may_follow(rules, events, chain, row) {
            chain.push(row);
            grow(rules, events, chain, best);
            chain.pop();
        }
    }
}

fn may_follow(rules: &Rules, events: &[Event], chain: &[usize], row: usize) -> bool {
    let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else {
        return true;
    };
    let (time, before) = (events[row].time, events[last].time);
    let since = if rules.since == Since::FirstStep { events[first].time } else { before };
    let is_in_order = if rules.order.is_increasing { time > before } else { time >= before };
    is_in_order && time - since <= rules.bound
}

/// Under strict order: no row that is not in the chain has an event of another step between two steps.
fn is_unbroken(rules: &Rules, events: &[Event], chain: &[usize]) -> bool {
    let breaks = |row: usize, step: usize, pair: &[usize]| {
        let between = (events[pair[0]].time, step)..(events[pair[1]].time, step + 1);
        let stands_between = |other: usize| {
            let event = (events[row].time, other);
            event > between.start && event < between.end
        };
        let mut others = (0..rules.steps).filter(|other| *other != step && *other != step + 1);
        others.any(|other| events[row].matches(other) && stands_between(other))
    };
    let unused: Vec<usize> = (0..events.len()).filter(|row| !chain.contains(row)).collect();
    let mut pairs = chain.windows(2).enumerate();
    !rules.order.is_strict || pairs.all(|(step, pair)| !unused.iter().any(|row| breaks(*row, step, pair)))
}

fn history(chance: &mut Chance, steps: usize) -> Vec<Event> {
    let (count, instants, density) = (chance.below(8), 1 + chance.below(12), 2 + chance.below(3));
    let event = |_| {
        let matched = (0..steps).map(|step| u32::from(chance.below(density) == 0) << step).sum();
        Event { time: chance.below(instants) as i64, matched }
    };
    let mut events: Vec<_> = (0..count).map(event).collect();
    events.sort_unstable();
    events
}

#[test]
fn the_deepest_step_is_that_of_the_best_of_all_chains() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut depths = [0; 6];
    let mut ended = 0;
    for case in 0..10_000 {
        let steps = 1 + chance.below(5) as usize;
        let events = history(&mut chance, steps);
        let rules = all_rules(steps, chance.below(13) as i64);
        let expected = rules.map(|rules| best(&rules, &events));
        let actual = rules.map(|rules| deepest_step(&rules, &events));
        assert_eq!(actual, expected, "case {case}: {events:?} under {:?}", rules[0]);
        depths[actual[0]] += 1;
        ended += usize::from(actual[1] < actual[0]);
    }
    assert!(depths.iter().all(|count| *count > 10) && ended > 100, "too plain: {depths:?}, {ended} ended");
}

#[tokio::test]
async fn sql_finds_the_same_over_any_partitions() {
    let log = draw(400);
    let (batch, histories) = (batch(&log), histories(&log));
    for partitions in [1, 7] {
        let session = session_over(&batch, partitions);
        for (mode, order) in MODES {
            let rules = Rules { steps: 4, order, bound: 5_000_000, since: Since::FirstStep };
            let depth = |events: &Vec<Event>| (!events.is_empty()).then(|| best(&rules, events) as i64);
            let expected: Vec<_> = histories.iter().map(depth).collect();
            assert_eq!(answers(&session, &format!("window_funnel({mode}5, t, s1, s2, s3, s4)")).await, expected, "{mode}");
        }
        let rules = Rules { steps: 3, order: Order::default(), bound: 1_000_000, since: Since::StepBefore };
        let matched = |events: &Vec<Event>| (!events.is_empty()).then(|| i64::from(best(&rules, events) == 3));
        let expected: Vec<_> = histories.iter().map(matched).collect();
        assert!(expected.contains(&None) && expected.contains(&Some(0)) && expected.contains(&Some(1)));
        assert_eq!(answers(&session, "sequence_match(1, t, s1, s2, s3)").await, expected);
    }
}

#[tokio::test]
async fn one_group_over_all_rows_merges_its_parts() {
    let log = draw(400);
    let mut events = histories(&log).concat();
    events.sort_unstable();
    let only = events.iter().copied().filter(|event| event.matches(3)).collect::<Vec<_>>();
    for (events, filter) in [(events, ""), (only, " filter (where s4)")] {
        let rules = Rules { steps: 3, order: MODES[3].1, bound: 4_000_000, since: Since::FirstStep };
        let expected = deepest_step(&rules, &events) as i64;
        for partitions in [1, 7] {
            let sql = format!("select window_funnel('strict_order, strict_increase', 4, t, s1, s2, s3){filter} from t");
            let answer = rows(&session_over(&batch(&log), partitions), &sql).await.unwrap();
            assert_eq!(as_int64_array(answer.column(0)).unwrap().value(0), expected, "{sql}");
        }
    }
}
