//! Links with their times, and the components that follow from them.

use datafusion::common::Result;

use super::chronicle::Version;
use super::forest::Forest;
use super::identifiers::Identifiers;
use super::timeline::{Span, versions};

/// Links and when each held.
#[derive(Debug, Default)]
pub(super) struct LinkHistory {
    pub identifiers: Identifiers,
    /// Between numbers of identifiers.
    pub links: Vec<Span>,
}

impl LinkHistory {
    /// Adds a link that holds from `from` until before `to`; one that never holds says nothing.
    pub(super) fn add(&mut self, left: &str, right: &str, from: i64, to: i64) -> Result<()> {
        if from < to {
            let (left, right) = (self.identifiers.number(left)?, self.identifiers.number(right)?);
            self.links.push(Span { left, right, from, to });
        }
        Ok(())
    }

    /// What each identifier was called when. Identifiers that no link ever joined have nothing to do with one another, so
    /// that each component of all links together has a time axis of its own. Links change their order.
    pub(super) fn versions(&mut self) -> Vec<Version> {
        let roots = self.roots();
        let root = |link: &Span| roots[link.left as usize];
        self.links.sort_unstable_by_key(root);
        let mut places = vec![0; roots.len()];
        let mut all = Vec::with_capacity(roots.len());
        for links in self.links.chunk_by(|one, other| root(one) == root(other)) {
            let members = self.members(links);
            for (place, member) in (0_u32..).zip(&members) {
                places[*member as usize] = place;
            }
            let place = |link: &Span| Span { left: places[link.left as usize], right: places[link.right as usize], ..*link };
            let spans: Vec<Span> = links.iter().map(place).collect();
            let number = |place: u32| members[place as usize];
            let told = versions(members.len() as u32, &spans).into_iter();
            all.extend(told.map(|version| Version { node: number(version.node), name: number(version.name), ..version }));
        }
        all
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        self.identifiers.heap_size() + self.links.capacity() * size_of::<Span>()
    }

    /// For each identifier, one that stands for all that were ever joined to it.
    fn roots(&self) -> Vec<u32> {
        let nodes = self.identifiers.len() as u32;
        let mut forest = Forest::alone(nodes);
        for link in &self.links {
            forest.unite(link.left, link.right);
        }
        (0..nodes).map(|node| forest.halve(node)).collect()
    }

    /// The identifiers of the links, each once, in the order of their texts.
    fn members(&self, links: &[Span]) -> Vec<u32> {
        let mut members: Vec<u32> = links.iter().flat_map(|link| [link.left, link.right]).collect();
        members.sort_unstable();
        members.dedup();
        members.sort_unstable_by_key(|member| self.identifiers.bytes(*member));
        members
    }
}
