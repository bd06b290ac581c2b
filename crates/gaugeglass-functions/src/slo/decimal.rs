//! A decimal number as it was written, without the error of its nearest double.

/// Exactly `digits` / 10^`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub digits: u128,
    pub places: u32,
}

impl Decimal {
    /// The shortest decimal that reads back as `number`, which is the one that somebody wrote; none where the number is
    /// negative, infinite or none.
    pub fn shortest(number: f64) -> Option<Self> {
        if !(number.is_finite() && number >= 0.0) {
            return None;
        }
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, places: u32::try_from(fraction.len()).ok()? })
    }

    /// What is missing to 1; none where this is not more than 0 and less than 1.
    pub fn complement(self) -> Option<Self> {
        let one = 10_u128.checked_pow(self.places)?;
        let digits = one.checked_sub(self.digits)?;
        (self.digits > 0 && digits > 0).then_some(Self { digits, places: self.places })
    }

    /// The double nearest to it.
    pub fn nearest(self) -> f64 {
        format!("{}e-{}", self.digits, self.places).parse().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_decimal_that_was_written() {
        for (number, digits, places) in [(0.99, 99, 2), (14.4, 144, 1), (6.0, 6, 0), (0.0, 0, 0), (1e-7, 1, 7), (0.9995, 9_995, 4)] {
            assert_eq!(Decimal::shortest(number), Some(Decimal { digits, places }), "{number}");
        }
        for number in [-1.0, -0.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(Decimal::shortest(number), None, "{number}");
        }
    }

    #[test]
    fn what_is_missing_to_one_is_exact() {
        let missing = |number| Decimal::shortest(number).and_then(Decimal::complement).map(Decimal::nearest);
        assert_eq!(missing(0.99), Some(0.01), "1 - 0.99 of doubles is 0.010000000000000009");
        assert_eq!(missing(0.999), Some(0.001));
        assert_eq!((missing(1.0), missing(0.0), missing(1.5)), (None, None, None));
    }
}
