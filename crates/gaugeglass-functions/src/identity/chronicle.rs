//! What each node was called when, written down change by change.

/// A stretch of time in which a node had one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub node: u32,
    pub name: u32,
    pub from: i64,
    /// None while it lasts.
    pub to: Option<i64>,
}

/// The names of all nodes through time.
#[derive(Debug)]
pub(super) struct Chronicle {
    pages: Vec<Page>,
    ended: Vec<Version>,
}

/// One node.
#[derive(Clone, Copy, Debug, Default)]
struct Page {
    /// The name it has, and since when; none while it is not there.
    current: Option<(u32, i64)>,
    /// Where its last version that ended stands.
    last: Option<usize>,
}

impl Chronicle {
    /// So many nodes, none of which is there yet.
    pub(super) fn empty(nodes: u32) -> Self {
        Self { pages: vec![Page::default(); nodes as usize], ended: Vec::new() }
    }

    /// The name that the node has now.
    pub(super) fn name(&self, node: u32) -> Option<u32> {
        self.pages[node as usize].current.map(|(name, _)| name)
    }

    /// The name of the node from `time` on, which never goes back; none where it is no longer there.
    pub(super) fn set(&mut self, node: u32, name: Option<u32>, time: i64) {
        if self.name(node) == name {
            return;
        }
        self.end(node, time);
        let current = name.map(|name| (name, self.resumed(node, name, time).unwrap_or(time)));
        self.pages[node as usize].current = current;
    }

    /// Every version, in no order that means anything.
    pub(super) fn finish(mut self) -> Vec<Version> {
        self.ended.retain(|version| version.to != Some(version.from));
        let lasting = (0_u32..).zip(&self.pages).filter_map(|(node, page)| {
            let (name, from) = page.current?;
            Some(Version { node, name, from, to: None })
        });
        self.ended.extend(lasting);
        self.ended
    }

    /// What began at this very time never was.
    fn end(&mut self, node: u32, time: i64) {
        let page = &mut self.pages[node as usize];
        if let Some((name, from)) = page.current.take().filter(|(_, from)| *from < time) {
            page.last = Some(self.ended.len());
            self.ended.push(Version { node, name, from, to: Some(time) });
        }
    }

    /// Since when the node has had a name that it only lost at this very time; that version then never ended.
    fn resumed(&mut self, node: u32, name: u32, time: i64) -> Option<i64> {
        let last = self.ended.get_mut(self.pages[node as usize].last?)?;
        if last.name != name || last.to != Some(time) {
            return None;
        }
        last.to = Some(last.from);
        Some(last.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(changes: &[(Option<u32>, i64)]) -> Vec<(u32, i64, Option<i64>)> {
        let mut chronicle = Chronicle::empty(1);
        for (name, time) in changes {
            chronicle.set(0, *name, *time);
        }
        let mut versions: Vec<_> = chronicle.finish().iter().map(|version| (version.name, version.from, version.to)).collect();
        versions.sort_unstable_by_key(|(_, from, _)| *from);
        versions
    }

    #[test]
    fn only_what_lasted_is_a_version() {
        assert!(versions(&[]).is_empty());
        assert_eq!(versions(&[(Some(1), 5)]), [(1, 5, None)]);
        assert!(versions(&[(Some(1), 5), (None, 5)]).is_empty());
        assert_eq!(versions(&[(Some(1), 5), (Some(1), 6), (None, 8)]), [(1, 5, Some(8))]);
        assert_eq!(versions(&[(Some(1), 5), (None, 8), (Some(1), 9)]), [(1, 5, Some(8)), (1, 9, None)]);
    }

    #[test]
    fn a_name_lost_and_found_at_one_time_was_never_lost() {
        assert_eq!(versions(&[(Some(1), 5), (None, 8), (Some(1), 8)]), [(1, 5, None)]);
        assert_eq!(versions(&[(Some(1), 5), (Some(2), 8), (Some(3), 8), (Some(1), 8), (Some(2), 9)]), [(1, 5, Some(9)), (2, 9, None)]);
        assert_eq!(versions(&[(Some(1), 5), (None, 8), (Some(1), 8), (None, 8)]), [(1, 5, Some(8))]);
    }
}
