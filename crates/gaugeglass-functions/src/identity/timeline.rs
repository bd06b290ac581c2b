//! Components through time, when links come and go: every version of every node's name, exact at every instant.
//!
//! Recomputing at each instant costs links × instants, and a union-find cannot forget a link. So the time axis is halved
//! again and again: a link is united once in each half that it outlasts, on the way down, and taken back on the way up
//! (offline dynamic connectivity: Eppstein 1992; the form with a rolled-back union-find is folklore). At each instant, only
//! nodes whose name changes are touched. The cost is links × log²(links), plus the versions that come out, whatever the order
//! of coming and going.

use std::ops::Range;

use super::chronicle::{Chronicle, Version};
use super::undo_forest::UndoForest;

/// A link and when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub left: u32,
    pub right: u32,
    pub from: i64,
    /// After `from`; `FOREVER` where the link was never taken back.
    pub to: i64,
}

/// The end of what has none.
pub(super) const FOREVER: i64 = i64::MAX;

/// What each of the nodes was called when: the smallest node of its component, while any link of it held. A node's link
/// with itself says that it is there.
pub(super) fn versions(nodes: u32, spans: &[Span]) -> Vec<Version> {
    let ends = spans.iter().map(|span| span.to).filter(|to| *to != FOREVER);
    let mut instants: Vec<i64> = spans.iter().map(|span| span.from).chain(ends).collect();
    instants.sort_unstable();
    instants.dedup();
    let place = |instant: i64| instants.partition_point(|known| *known < instant);
    let links: Vec<Link> =
        spans.iter().map(|span| Link { left: span.left, right: span.right, first: place(span.from), last: place(span.to) }).collect();
    let mut walk = Walk::new(nodes, &instants, &links);
    walk.through(0..instants.len(), &links);
    walk.chronicle.finish()
}

/// A link that comes at the instant `first` and goes at `last`, which is past the instants where it never does.
#[derive(Clone, Copy, Debug)]
struct Link {
    left: u32,
    right: u32,
    first: usize,
    last: usize,
}

/// The walk over all instants, in order. At each the forest holds what was there before and is there after.
struct Walk<'a> {
    instants: &'a [i64],
    /// In the order of coming, and of going; those still ahead.
    coming: Vec<Link>,
    going: Vec<Link>,
    forest: UndoForest,
    /// How many links that hold end at each node.
    degrees: Vec<u32>,
    chronicle: Chronicle,
}

impl<'a> Walk<'a> {
    fn new(nodes: u32, instants: &'a [i64], links: &[Link]) -> Self {
        let (mut coming, mut going) = (links.to_vec(), links.to_vec());
        coming.sort_unstable_by_key(|link| std::cmp::Reverse(link.first));
        going.sort_unstable_by_key(|link| std::cmp::Reverse(link.last));
        let (forest, chronicle) = (UndoForest::alone(nodes), Chronicle::empty(nodes));
        Self { instants, coming, going, forest, degrees: vec![0; nodes as usize], chronicle }
    }

    /// Visits the instants of a part of the axis; `links` are all that hold in it and are not yet united.
    fn through(&mut self, part: Range<usize>, links: &[Link]) {
        let mark = self.forest.mark();
        let mut open = Vec::new();
        for link in links {
            if link.first < part.start && link.last >= part.end {
                self.forest.unite(link.left, link.right);
            } else if link.first + 1 < part.end && link.last > part.start {
                open.push(*link);
            }
        }
        match part.len() {
            0 => {}
            1 => self.visit(part.start),
            length => {
                let middle = part.start + length / 2;
                self.through(part.start..middle, &open);
                self.through(middle..part.end, &open);
            }
        }
        self.forest.undo_to(mark);
    }

    fn visit(&mut self, place: usize) {
        let time = self.instants[place];
        let gone = due(&mut self.going, |link| link.last == place);
        self.part(&gone, time);
        let come = due(&mut self.coming, |link| link.first == place);
        self.join(&come, time);
    }

    /// Names anew what the links that go held together.
    fn part(&mut self, gone: &[Link], time: i64) {
        for end in ends(gone) {
            self.degrees[end as usize] -= 1;
        }
        for end in ends(gone) {
            match self.degrees[end as usize] {
                0 => self.chronicle.set(end, None, time),
                _ => self.rename(end, self.forest.smallest(end), time),
            }
        }
    }

    /// Names anew what the links that come hold together, component by component as they were.
    fn join(&mut self, come: &[Link], time: i64) {
        let mark = self.forest.mark();
        for link in come {
            self.forest.unite(link.left, link.right);
            self.degrees[link.left as usize] += 1;
            self.degrees[link.right as usize] += 1;
        }
        let names: Vec<u32> = ends(come).map(|end| self.forest.smallest(end)).collect();
        self.forest.undo_to(mark);
        for (end, name) in ends(come).zip(names) {
            self.rename(end, name, time);
        }
    }

    /// Gives the name to the whole component of `node`, whose nodes have one name so far.
    fn rename(&mut self, node: u32, name: u32, time: i64) {
        if self.chronicle.name(node) != Some(name) {
            for member in self.forest.members(node) {
                self.chronicle.set(member, Some(name), time);
            }
        }
    }
}

fn ends(links: &[Link]) -> impl Iterator<Item = u32> {
    links.iter().flat_map(|link| [link.left, link.right])
}

/// Takes the links at the end that are due.
fn due(links: &mut Vec<Link>, is_due: impl Fn(&Link) -> bool) -> Vec<Link> {
    let waiting = links.iter().rposition(|link| !is_due(link)).map_or(0, |last| last + 1);
    links.split_off(waiting)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn span(left: u32, right: u32, from: i64, to: i64) -> Span {
        Span { left, right, from, to }
    }

    fn version(node: u32, name: u32, from: i64, to: Option<i64>) -> Version {
        Version { node, name, from, to }
    }

    fn sorted(nodes: u32, spans: &[Span]) -> Vec<Version> {
        let mut versions = versions(nodes, spans);
        versions.sort_unstable();
        versions
    }

    #[test]
    fn a_link_taken_back_connects_no_more_and_a_moment_apart_is_seen() {
        let spans = [span(1, 2, 10, 20), span(1, 1, 0, FOREVER), span(0, 2, 15, FOREVER)];
        let expected = [
            version(0, 0, 15, None),
            version(1, 0, 15, Some(20)),
            version(1, 1, 0, Some(15)),
            version(1, 1, 20, None),
            version(2, 0, 15, None),
            version(2, 1, 10, Some(15)),
        ];
        assert_eq!(sorted(3, &spans), expected);
    }

    #[test]
    fn a_link_that_another_takes_over_from_at_once_leaves_no_trace() {
        let spans = [span(0, 1, 1, 5), span(1, 0, 5, 9), span(0, 1, 9, FOREVER)];
        assert_eq!(sorted(2, &spans), [version(0, 0, 1, None), version(1, 0, 1, None)]);
    }

    #[test]
    fn without_links_there_is_nobody() {
        assert!(versions(3, &[]).is_empty());
    }

    /// Names by going from node to node over the links of one instant.
    fn by_walking(nodes: u32, spans: &[Span], time: i64) -> BTreeSet<(u32, u32)> {
        let holds = |span: &&Span| span.from <= time && time < span.to;
        let present: BTreeSet<u32> = spans.iter().filter(holds).flat_map(|span| [span.left, span.right]).collect();
        let mut names: Vec<u32> = (0..nodes).collect();
        for _ in 0..nodes {
            for span in spans.iter().filter(holds) {
                let name = names[span.left as usize].min(names[span.right as usize]);
                names[span.left as usize] = name;
                names[span.right as usize] = name;
            }
        }
        present.into_iter().map(|node| (node, names[node as usize])).collect()
    }

    #[test]
    fn at_every_instant_the_versions_are_what_recomputing_gives() {
        let mut state = 1_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        for round in 0..300 {
            let (nodes, links, instants) = (2 + below(12), 1 + below(30), 2 + below(20));
            let spans: Vec<Span> = (0..links)
                .map(|_| {
                    let from = below(instants) as i64;
                    let to = if below(3) == 0 { FOREVER } else { from + 1 + below(instants) as i64 };
                    span(below(nodes) as u32, below(nodes) as u32, from, to)
                })
                .collect();
            let versions = versions(nodes as u32, &spans);
            for time in -1..=2 * instants as i64 {
                let there = |version: &&Version| version.from <= time && version.to.is_none_or(|to| time < to);
                let rows: Vec<(u32, u32)> = versions.iter().filter(there).map(|version| (version.node, version.name)).collect();
                let told: BTreeSet<(u32, u32)> = rows.iter().copied().collect();
                let walked = by_walking(nodes as u32, &spans, time);
                assert_eq!((rows.len(), &told), (told.len(), &walked), "round {round} at {time}: {spans:?}");
            }
        }
    }
}
