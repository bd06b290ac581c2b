//! A union-find whose last unions can be taken back: union by size, and no way is shortened.

use std::iter::successors;

/// Trees of nodes 0, 1, 2, …
#[derive(Debug)]
pub(super) struct UndoForest {
    nodes: Vec<Node>,
    unions: Vec<Union>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: u32,
    /// The nodes of a tree stand in a ring, so that all of them are found from any one.
    next: u32,
    /// Of the tree below, where the node is a root.
    size: u32,
    smallest: u32,
}

/// What it takes to take a union back.
#[derive(Clone, Copy, Debug)]
struct Union {
    gone: u32,
    smallest: u32,
}

impl UndoForest {
    /// So many nodes, each alone.
    pub(super) fn alone(nodes: u32) -> Self {
        let alone = |node| Node { parent: node, next: node, size: 1, smallest: node };
        Self { nodes: (0..nodes).map(alone).collect(), unions: Vec::new() }
    }

    /// The smallest node of the tree of `node`.
    pub(super) fn smallest(&self, node: u32) -> u32 {
        self.node(self.root(node)).smallest
    }

    /// All nodes of the tree of `node`.
    pub(super) fn members(&self, node: u32) -> impl Iterator<Item = u32> {
        let next = move |member: &u32| Some(self.node(*member).next).filter(|next| *next != node);
        successors(Some(node), next)
    }

    /// Makes two trees one.
    pub(super) fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let (stays, gone) = if self.node(one).size < self.node(other).size { (other, one) } else { (one, other) };
        let (root, lost) = (self.node(stays), self.node(gone));
        self.unions.push(Union { gone, smallest: root.smallest });
        // Two rings that swap their next become one, and one ring becomes two again.
        self.nodes[gone as usize] = Node { parent: stays, next: root.next, ..lost };
        let smallest = root.smallest.min(lost.smallest);
        self.nodes[stays as usize] = Node { next: lost.next, size: root.size + lost.size, smallest, ..root };
    }

    /// A mark to come back to.
    pub(super) fn mark(&self) -> usize {
        self.unions.len()
    }

    /// Takes every union after `mark` back, the last one first.
    pub(super) fn undo_to(&mut self, mark: usize) {
        while self.unions.len() > mark
            && let Some(Union { gone, smallest }) = self.unions.pop()
        {
            let lost = self.node(gone);
            let root = self.node(lost.parent);
            self.nodes[gone as usize] = Node { parent: gone, next: root.next, ..lost };
            self.nodes[lost.parent as usize] = Node { next: lost.next, size: root.size - lost.size, smallest, ..root };
        }
    }

    fn root(&self, mut node: u32) -> u32 {
        while self.node(node).parent != node {
            node = self.node(node).parent;
        }
        node
    }

    fn node(&self, node: u32) -> Node {
        self.nodes[node as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(forest: &UndoForest, node: u32) -> Vec<u32> {
        let mut members: Vec<u32> = forest.members(node).collect();
        members.sort_unstable();
        members
    }

    #[test]
    fn unions_are_taken_back_to_the_mark() {
        let mut forest = UndoForest::alone(6);
        forest.unite(4, 5);
        let mark = forest.mark();
        for (one, other) in [(1, 2), (2, 5), (1, 4), (0, 3), (3, 2)] {
            forest.unite(one, other);
        }
        assert_eq!((members(&forest, 3), forest.smallest(5)), (vec![0, 1, 2, 3, 4, 5], 0));
        forest.undo_to(mark);
        assert_eq!((members(&forest, 5), forest.smallest(5)), (vec![4, 5], 4));
        assert!((0..4).all(|node| members(&forest, node) == [node] && forest.smallest(node) == node));
        forest.undo_to(0);
        assert_eq!(members(&forest, 4), [4]);
    }
}
