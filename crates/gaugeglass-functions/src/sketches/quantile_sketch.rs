//! Counts of values in buckets whose width grows with the value, so that every quantile is off by a small part of itself.
//!
//! This is DDSketch with linearly interpolated buckets: each power of two is cut into 128 equal parts. A bucket is read
//! off the bits of a double, without a logarithm, so that every machine puts a value into the same one. Buckets are
//! never collapsed: the promise holds at every quantile, and the size is bounded by the range of the values.

use std::collections::BTreeMap;

use arrow::array::ArrayRef;
use datafusion::common::Result;
use datafusion::common::cast::as_float64_array;

use super::bytes::{body, header, put, take};
use super::sketch::Sketch;
use crate::quantiles::nearest_rank;

const KIND: u8 = b'Q';

/// Bits of the fraction that a bucket is told from: 128 buckets from one power of two to the next.
const FRACTION_BITS: u32 = 7;
const FRACTIONS: u32 = 1 << FRACTION_BITS;
/// Bits of a double's fraction in all.
const DOUBLE_FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
/// The bucket of infinity; its negative is that of −infinity.
const LAST: i32 = 0x7ff << FRACTION_BITS;

/// How many values fell into which bucket; buckets ascend with their values.
#[derive(Debug, Default, PartialEq)]
pub(super) struct QuantileSketch {
    buckets: BTreeMap<i32, u64>,
}

impl QuantileSketch {
    /// The value that stands for the bucket of the ⌈q·n⌉-th smallest; none where nothing was counted.
    pub(super) fn quantile(&self, q: f64) -> Option<f64> {
        let total = self.buckets.values().fold(0_u64, |total, count| total.saturating_add(*count));
        let mut left = nearest_rank(q, usize::try_from(total).ok()?) as u64;
        for (bucket, count) in &self.buckets {
            if left <= *count {
                return Some(middle(*bucket));
            }
            left -= count;
        }
        None
    }

    fn count(&mut self, bucket: i32, more: u64) {
        let count = self.buckets.entry(bucket).or_default();
        *count = count.saturating_add(more);
    }
}

/// What lies nearer to 0 than the least normal double counts as 0.
fn bucket(value: f64) -> i32 {
    let bits = value.abs().to_bits() >> (DOUBLE_FRACTION_BITS - FRACTION_BITS);
    let size = if value.abs() < f64::MIN_POSITIVE { 0 } else { bits as i32 };
    if value < 0.0 { -size } else { size }
}

/// The value whose relative distance to both edges of the bucket is the same, 1/257 at most.
fn middle(bucket: i32) -> f64 {
    let size = bucket.unsigned_abs();
    let power = f64::from_bits(u64::from(size >> FRACTION_BITS) << DOUBLE_FRACTION_BITS);
    let low = 1.0 + f64::from(size % FRACTIONS) / f64::from(FRACTIONS);
    let high = low + 1.0 / f64::from(FRACTIONS);
    let value = power * (2.0 * low * high / (low + high));
    if bucket < 0 { -value } else { value }
}

impl Sketch for QuantileSketch {
    const WORDS: &'static str = "a quantile sketch";

    fn add(&mut self, values: &ArrayRef) -> Result<()> {
        for value in as_float64_array(values)?.iter().flatten().filter(|value| !value.is_nan()) {
            self.count(bucket(value), 1);
        }
        Ok(())
    }

    fn merge(&mut self, other: &Self) {
        for (bucket, count) in &other.buckets {
            self.count(*bucket, *count);
        }
    }

    fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    fn size(&self) -> usize {
        // Nodes of a B-tree are at least half full.
        2 * self.buckets.len() * size_of::<(i32, u64)>()
    }

    /// For each bucket in turn: how many were skipped since the last, and its count.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = header(KIND);
        let mut next = 0;
        for (bucket, count) in &self.buckets {
            let place = u64::from((bucket + LAST).unsigned_abs());
            put(&mut bytes, place - next);
            put(&mut bytes, *count);
            next = place + 1;
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = body(KIND, bytes)?;
        let (mut sketch, mut next) = (Self::default(), 0_u64);
        while !rest.is_empty() {
            let place = next.checked_add(take(&mut rest)?)?;
            let count = take(&mut rest).filter(|count| *count > 0)?;
            let bucket = i32::try_from(place).ok()? - LAST;
            if bucket > LAST {
                return None;
            }
            sketch.count(bucket, count);
            next = place + 1;
        }
        Some(sketch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sketch(values: &[f64]) -> QuantileSketch {
        let mut sketch = QuantileSketch::default();
        for value in values {
            sketch.count(bucket(*value), 1);
        }
        sketch
    }

    #[test]
    fn a_value_is_off_by_a_257th_at_most_whatever_its_size() {
        let values = [1.0, 1.99, 2.0, 3.7e-5, 0.1, 12_345.678, 6.02e23, f64::MIN_POSITIVE, f64::MAX, f64::EPSILON];
        for value in values.into_iter().flat_map(|value| [value, -value]) {
            let error = (middle(bucket(value)) / value - 1.0).abs();
            assert!(error <= 1.0 / 257.0 + 1e-15, "{value:e} is off by {error:e}");
        }
    }

    #[test]
    fn zero_and_infinity_are_themselves() {
        for (value, expected) in [(0.0, 0.0), (-0.0, 0.0), (5e-324, 0.0), (-5e-324, 0.0)] {
            assert_eq!(middle(bucket(value)), expected);
        }
        assert_eq!((middle(LAST), middle(-LAST)), (f64::INFINITY, f64::NEG_INFINITY));
        assert_eq!((bucket(f64::INFINITY), bucket(f64::NEG_INFINITY)), (LAST, -LAST));
    }

    #[test]
    fn buckets_ascend_with_their_values() {
        let values = [f64::NEG_INFINITY, f64::MIN, -2.0, -1.0, -1e-9, 0.0, 1e-9, 1.0, 1.01, 2.0, f64::MAX, f64::INFINITY];
        assert!(values.map(bucket).is_sorted());
    }

    // Worked out by hand: bucket 1023·128 for 1, 1024·128 for 2, all moved up by 2047·128.
    #[test]
    fn the_layout_stays_as_stored_sketches_have_it() {
        let sketch = sketch(&[2.0, -1.0, f64::INFINITY, 0.0, 1.0, 2.0]);
        let buckets = [0x80, 0x80, 0x08, 1, 0xff, 0xfe, 0x07, 1, 0xff, 0xfe, 0x07, 1, 0x7f, 2, 0xff, 0xfe, 0x07, 1];
        assert_eq!(sketch.to_bytes(), [b"Q\x01".as_slice(), &buckets].concat());
        assert_eq!(QuantileSketch::from_bytes(&sketch.to_bytes()), Some(sketch));
    }

    #[test]
    fn bytes_of_something_else_are_refused() {
        let good = sketch(&[1.0, 2.0, 30.0]).to_bytes();
        for length in [0, 1, 3, good.len() - 1] {
            assert_eq!(QuantileSketch::from_bytes(&good[..length]), None, "{length} bytes");
        }
        let longer = [good.as_slice(), &[0]].concat();
        let (no_count, beyond_the_last) = (b"Q\x01\x00\x00", b"Q\x01\xff\xff\xff\x01\x01");
        let wrong: [&[u8]; 5] = [&longer, b"Q\x02", b"D\x01\x00", no_count, beyond_the_last];
        for bytes in wrong {
            assert_eq!(QuantileSketch::from_bytes(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn ranks_are_the_nearest_ones() {
        let sketch = sketch(&[10.0, 20.0, 30.0, f64::INFINITY]);
        let value = |q: f64| sketch.quantile(q).unwrap();
        assert_eq!((value(0.0), value(0.25), value(0.26)), (value(0.01), middle(bucket(10.0)), middle(bucket(20.0))));
        assert_eq!((value(0.75), value(0.76)), (middle(bucket(30.0)), f64::INFINITY));
        assert_eq!(QuantileSketch::default().quantile(0.5), None);
    }
}
