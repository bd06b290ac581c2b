//! A sum that carries about 32 digits, as two doubles whose exact sum is the value.
//!
//! With it, the variance of large values does not drown in rounding, and partial sums merged in any order
//! round to the same double. (Knuth's two-sum and Dekker's double-length arithmetic.)

/// An unevaluated sum `high + low` with `|low|` at most half a unit in the last place of `high`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sum {
    pub high: f64,
    pub low: f64,
}

impl Sum {
    pub(crate) fn add(&mut self, value: f64) {
        let (high, error) = two_sum(self.high, value);
        *self = normalised(high, error + self.low);
    }

    pub(crate) fn add_product(&mut self, a: f64, b: f64) {
        self.merge(product(a, b));
    }

    pub(crate) fn merge(&mut self, other: Self) {
        let (high, error) = two_sum(self.high, other.high);
        let (low, low_error) = two_sum(self.low, other.low);
        let partial = normalised(high, error + low);
        *self = normalised(partial.high, partial.low + low_error);
    }

    pub(crate) fn minus(mut self, other: Self) -> Self {
        self.merge(Self { high: -other.high, low: -other.low });
        self
    }

    pub(crate) fn times(self, other: Self) -> Self {
        let exact = product(self.high, other.high);
        let cross = self.high * other.low + self.low * other.high;
        normalised(exact.high, exact.low + cross)
    }

    pub(crate) fn over(self, divisor: f64) -> Self {
        let quotient = self.high / divisor;
        let rest = self.minus(product(quotient, divisor));
        normalised(quotient, rest.high / divisor)
    }

    pub(crate) fn value(self) -> f64 {
        self.high + self.low
    }
}

fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

fn normalised(high: f64, low: f64) -> Sum {
    let sum = high + low;
    Sum { high: sum, low: low - (sum - high) }
}

fn product(a: f64, b: f64) -> Sum {
    let high = a * b;
    Sum { high, low: a.mul_add(b, -high) }
}
