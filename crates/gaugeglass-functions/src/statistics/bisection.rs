//! Where a claim stops being true: bisection, for ends of intervals that have no closed form.

/// What is left of the way after so many halvings is below the last digit of any answer that is not itself all but 0.
const HALVINGS: u32 = 100;

/// The point between `inside`, where the claim holds, and `outside`, where it does not, at which that changes.
///
/// Within |outside − inside|·2⁻¹⁰⁰ or a double's last digit, whichever is more. The ends themselves are not asked, so
/// either may be a limit at which the claim cannot be computed.
pub(crate) fn boundary(inside: f64, outside: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let halve = |(inside, outside): (f64, f64), _: u32| {
        let middle = inside + (outside - inside) / 2.0;
        if holds(middle) { (middle, outside) } else { (inside, middle) }
    };
    let (inside, outside) = (0..HALVINGS).fold((inside, outside), halve);
    inside + (outside - inside) / 2.0
}

#[cfg(test)]
mod tests {
    use super::boundary;

    #[test]
    fn a_boundary_is_found_to_the_last_digit_from_either_side() {
        for (inside, outside) in [(0.0, 2.0), (1.4, 1e6)] {
            let root = boundary(inside, outside, |x| x * x < 2.0);
            assert!((root / std::f64::consts::SQRT_2 - 1.0).abs() < 1e-15, "{root}");
        }
        let root = boundary(1.0, 0.0, |x| x > 1e-12);
        assert!((root / 1e-12 - 1.0).abs() < 1e-15, "{root:e}");
    }

    #[test]
    fn a_claim_that_holds_everywhere_or_nowhere_ends_at_an_end() {
        assert_eq!(boundary(0.25, 1.0, |_| true), 1.0);
        assert_eq!(boundary(0.25, 1.0, |_| false), 0.25);
    }
}
