//! What is kept of the unit rows of one arm: how many, and the sums of y, d and their products.

use super::{Sum, divide};

/// What one step of a sum may be off by, as a share of the sum.
const ROUNDING: f64 = f64::EPSILON * f64::EPSILON;
/// What variances that cancel each other may leave, as a share of theirs.
const CANCELLED: f64 = 8.0 * f64::EPSILON;

/// Counts and sums of unit rows `(y, d)`; `d` is unused where a function has one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    pub n: f64,
    pub y: Sum,
    pub yy: Sum,
    pub d: Sum,
    pub dd: Sum,
    pub yd: Sum,
}

impl Moments {
    /// Names of the columns that hold the sums of y, then those of d; the order of `columns`.
    pub(crate) const COLUMNS: [&str; 11] = ["n", "y", "y_low", "yy", "yy_low", "d", "d_low", "dd", "dd_low", "yd", "yd_low"];
    /// How many of the columns a function of y alone needs.
    pub(crate) const COLUMNS_OF_Y: usize = 5;

    pub(crate) fn add(&mut self, y: f64) {
        self.n += 1.0;
        self.y.add(y);
        self.yy.add_product(y, y);
    }

    pub(crate) fn add_pair(&mut self, y: f64, d: f64) {
        self.add(y);
        self.d.add(d);
        self.dd.add_product(d, d);
        self.yd.add_product(y, d);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.y.merge(other.y);
        self.yy.merge(other.yy);
        self.d.merge(other.d);
        self.dd.merge(other.dd);
        self.yd.merge(other.yd);
    }

    pub(crate) fn columns(&self) -> [f64; 11] {
        let Self { n, y, yy, d, dd, yd } = self;
        [*n, y.high, y.low, yy.high, yy.low, d.high, d.low, dd.high, dd.low, yd.high, yd.low]
    }

    pub(crate) fn from_columns(columns: [f64; 11]) -> Self {
        let [n, y0, y1, yy0, yy1, d0, d1, dd0, dd1, yd0, yd1] = columns;
        let sum = |high, low| Sum { high, low };
        let (y, yy) = (sum(y0, y1), sum(yy0, yy1));
        let (d, dd, yd) = (sum(d0, d1), sum(dd0, dd1), sum(yd0, yd1));
        Self { n, y, yy, d, dd, yd }
    }

    /// Mean of y.
    pub(crate) fn mean(&self) -> Option<f64> {
        divide(self.y.value(), self.n)
    }

    /// Mean of d.
    pub(crate) fn mean_d(&self) -> Option<f64> {
        divide(self.d.value(), self.n)
    }

    /// Sample variance of y (divisor n − 1).
    pub(crate) fn variance_y(&self) -> Option<f64> {
        self.per_freedom(self.centred(self.yy, self.y, self.y).max(0.0))
    }

    /// Sample variance of d.
    pub(crate) fn variance_d(&self) -> Option<f64> {
        self.per_freedom(self.centred(self.dd, self.d, self.d).max(0.0))
    }

    /// Sample covariance of y and d.
    pub(crate) fn covariance(&self) -> Option<f64> {
        self.per_freedom(self.centred(self.yd, self.y, self.d))
    }

    /// Sample variance of a·y + b·d; 0 where one undoes the other but for rounding.
    pub(crate) fn combined_variance(&self, a: f64, b: f64) -> Option<f64> {
        let (y, d) = (a * a * self.variance_y()?, b * b * self.variance_d()?);
        let both = 2.0 * a * b * self.covariance()?;
        let combined = y + both + d;
        let is_noise = combined <= CANCELLED * (y + both.abs() + d);
        Some(if is_noise { 0.0 } else { combined })
    }

    /// Σab − Σa·Σb/n. What rounding could have left of values that are all the same is 0.
    fn centred(&self, products: Sum, a: Sum, b: Sum) -> f64 {
        let centred = products.minus(a.times(b.over(self.n))).value();
        let is_noise = centred.abs() <= self.n * ROUNDING * products.value().abs();
        if is_noise { 0.0 } else { centred }
    }

    fn per_freedom(&self, centred: f64) -> Option<f64> {
        (self.n >= 2.0).then(|| divide(centred, self.n - 1.0)).flatten()
    }
}
