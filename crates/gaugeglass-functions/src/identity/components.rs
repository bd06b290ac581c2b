//! Connected components of identifiers, link by link.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringViewArray};
use datafusion::common::Result;

use super::forest::Forest;
use super::identifiers::Identifiers;

/// Which identifiers hang together, by any number of links between them.
///
/// A component is named by its smallest identifier (byte by byte), so that neither the order of links nor how they were
/// spread leaves a trace. A link costs the same whenever it comes: what grows by an increment pays for the increment
/// alone. An identifier takes its text and about 30 bytes.
#[derive(Debug, Default)]
pub struct Components {
    identifiers: Identifiers,
    forest: Forest,
    /// The smallest identifier below a root; of no meaning elsewhere.
    names: Vec<u32>,
}

impl Components {
    /// Adds a link; two links of the same pair are as good as one. An error where four billion identifiers are passed.
    pub fn link(&mut self, left: &str, right: &str) -> Result<()> {
        let (left, right) = (self.node(left)?, self.node(right)?);
        if let Some((stays, goes)) = self.forest.unite(left, right) {
            let (name, other) = (self.names[stays as usize], self.names[goes as usize]);
            if self.identifiers.bytes(other) < self.identifiers.bytes(name) {
                self.names[stays as usize] = other;
            }
        }
        Ok(())
    }

    /// Adds an identifier, a component of its own until a link comes.
    pub fn add(&mut self, id: &str) -> Result<()> {
        self.node(id).map(|_| ())
    }

    /// Adds a link a row; where one side is NULL the other is added alone.
    pub fn link_all(&mut self, left: &StringViewArray, right: &StringViewArray) -> Result<()> {
        for pair in left.iter().zip(right) {
            match pair {
                (Some(left), Some(right)) => self.link(left, right)?,
                (Some(id), None) | (None, Some(id)) => self.add(id)?,
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// The name and the size of the component of `id`; none where it was never met.
    pub fn component(&self, id: &str) -> Option<(&str, u32)> {
        let root = self.forest.root(self.identifiers.find(id)?);
        Some((self.identifiers.text(self.names[root as usize]), self.forest.size(root)))
    }

    /// How many components there are.
    pub fn count(&self) -> usize {
        self.forest.trees()
    }

    /// How many identifiers there are.
    pub fn len(&self) -> usize {
        self.identifiers.len()
    }

    /// Whether there is no identifier.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every identifier once, with the name and the size of its component, in no order that means anything. The first
    /// two columns are links that give these components again, which is how states are kept and merged.
    pub fn columns(&self) -> Result<[ArrayRef; 3]> {
        let ids = || (0_u32..).take(self.len());
        let roots: Vec<u32> = ids().map(|id| self.forest.root(id)).collect();
        let names = self.identifiers.column(roots.iter().map(|root| self.names[*root as usize]))?;
        let sizes = Int64Array::from_iter_values(roots.iter().map(|root| i64::from(self.forest.size(*root))));
        Ok([self.identifiers.column(ids())?, names, Arc::new(sizes)])
    }

    /// Bytes on the heap.
    pub fn heap_size(&self) -> usize {
        self.identifiers.heap_size() + self.forest.heap_size() + self.names.capacity() * size_of::<u32>()
    }

    fn node(&mut self, id: &str) -> Result<u32> {
        let node = self.identifiers.number(id)?;
        if node as usize == self.forest.len() {
            self.forest.push(node);
            self.names.push(node);
        }
        Ok(node)
    }
}
