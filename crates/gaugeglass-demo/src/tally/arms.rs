//! Counts of one arm of one experiment.

use crate::clock::{DAY, END, Instant};
use crate::tally::orders::Purchase;

/// Windows after exposure, in days.
pub(crate) const WINDOWS: [i64; 4] = [1, 7, 28, 56];
/// Window of retention, in days after exposure.
const RETENTION: (i64, i64) = (30, 37);
/// One arm of one experiment in one window, over units whose window has closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WindowTally {
    pub(crate) units: u64,
    pub(crate) converted: u64,
    pub(crate) orders: u64,
    /// Revenue after discount in ten-thousandths of a US dollar, and what was paid back of it.
    pub(crate) revenue: i64,
    pub(crate) refunded: i64,
}

/// One arm of one experiment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ArmTally {
    pub(crate) exposed: u64,
    pub(crate) windows: [WindowTally; 4],
    /// Units whose month is over, and those of them who were active.
    pub(crate) mature: u64,
    pub(crate) retained: u64,
    /// Active among all who were exposed, whether their month is over or not.
    pub(crate) retained_so_far: u64,
}

impl WindowTally {
    pub(super) fn add(&mut self, from: Instant, to: Instant, purchases: &[Purchase]) {
        if to > END {
            return;
        }
        let within = |purchase: &&Purchase| purchase.placed >= from && purchase.placed < to;
        let before = self.orders;
        self.units += 1;
        for purchase in purchases.iter().filter(within) {
            self.orders += 1;
            self.revenue += purchase.revenue.unwrap_or(0);
            self.refunded += purchase.refunded;
        }
        self.converted += u64::from(self.orders > before);
    }

    fn merge(&mut self, other: &Self) {
        self.units += other.units;
        self.converted += other.converted;
        self.orders += other.orders;
        self.revenue += other.revenue;
        self.refunded += other.refunded;
    }
}

impl ArmTally {
    pub(super) fn retain(&mut self, at: Instant, activity: &[Instant]) {
        let (from, to) = (at + RETENTION.0 * DAY, at + RETENTION.1 * DAY);
        let place = activity.partition_point(|time| *time < from);
        let is_active = activity.get(place).is_some_and(|time| *time < to);
        self.retained_so_far += u64::from(is_active);
        if to <= END {
            self.mature += 1;
            self.retained += u64::from(is_active);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.exposed += other.exposed;
        self.mature += other.mature;
        self.retained += other.retained;
        self.retained_so_far += other.retained_so_far;
        for (mine, theirs) in self.windows.iter_mut().zip(&other.windows) {
            mine.merge(theirs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_from_the_exposure_and_only_when_closed() {
        let purchase = |placed| Purchase { placed, revenue: Some(10), refunded: 0 };
        let exposed = END - 8 * DAY;
        let purchases = [exposed - 1, exposed, exposed + 7 * DAY - 1, exposed + 7 * DAY].map(purchase);
        let mut window = WindowTally::default();
        window.add(exposed, exposed + 7 * DAY, &purchases);
        assert_eq!((window.units, window.converted, window.orders, window.revenue), (1, 1, 2, 20));
        window.add(END - DAY, END + 6 * DAY, &purchases);
        assert_eq!(window.units, 1, "an open window is left out");
    }
}
