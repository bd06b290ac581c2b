//! A union-find over numbers: union by size, path halving (Tarjan and van Leeuwen 1984).

/// Trees of nodes 0, 1, 2, …
#[derive(Debug, Default)]
pub(super) struct Forest {
    parents: Vec<u32>,
    /// How many nodes hang below a root; of no meaning elsewhere.
    sizes: Vec<u32>,
    trees: usize,
}

impl Forest {
    /// So many nodes, each alone.
    pub(super) fn alone(nodes: u32) -> Self {
        Self { parents: (0..nodes).collect(), sizes: vec![1; nodes as usize], trees: nodes as usize }
    }

    /// Adds the next node, which must be `node`, alone.
    pub(super) fn push(&mut self, node: u32) {
        self.parents.push(node);
        self.sizes.push(1);
        self.trees += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.parents.len()
    }

    /// How many trees there are.
    pub(super) fn trees(&self) -> usize {
        self.trees
    }

    /// How many nodes the tree of `root` has.
    pub(super) fn size(&self, root: u32) -> u32 {
        self.sizes[root as usize]
    }

    /// The root of the tree of `node`.
    pub(super) fn root(&self, mut node: u32) -> u32 {
        while self.parents[node as usize] != node {
            node = self.parents[node as usize];
        }
        node
    }

    /// The root of the tree of `node`; the next time the way there is half as long.
    pub(super) fn halve(&mut self, mut node: u32) -> u32 {
        loop {
            let parent = self.parents[node as usize];
            let above = self.parents[parent as usize];
            if parent == above {
                return parent;
            }
            self.parents[node as usize] = above;
            node = above;
        }
    }

    /// Makes two trees one; gives the root that stays and the one that is no more, or none where they were one already.
    pub(super) fn unite(&mut self, one: u32, other: u32) -> Option<(u32, u32)> {
        let (one, other) = (self.halve(one), self.halve(other));
        if one == other {
            return None;
        }
        let (stays, goes) = if self.size(one) < self.size(other) { (other, one) } else { (one, other) };
        self.parents[goes as usize] = stays;
        self.sizes[stays as usize] += self.sizes[goes as usize];
        self.trees -= 1;
        Some((stays, goes))
    }

    /// Bytes on the heap.
    pub(super) fn heap_size(&self) -> usize {
        (self.parents.capacity() + self.sizes.capacity()) * size_of::<u32>()
    }
}
