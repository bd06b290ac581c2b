//! Which rows of one instant may fill which steps: one row fills one step.

use super::layout::CONDITIONS_MAX;

/// Whether a row of its own can be found among `rows` for each of `steps`, with no row left over that matches one
/// of `required`. Rows and both sets are masks of steps.
///
/// This is a matching of rows and steps, grown by augmenting paths (Kuhn 1955). Such a path never takes a row out,
/// it only moves it to another step: so the rows that must be in use go first, and the others fill what is free.
pub(crate) fn can_fill(rows: &[u32], steps: u32, required: u32) -> bool {
    let mut seats = Seats { steps, taken: 0, rows: [0; CONDITIONS_MAX] };
    let mut must = rows.iter().filter(|row| *row & required != 0);
    if !must.all(|row| seats.seat(*row, &mut 0)) {
        return false;
    }
    for row in rows.iter().filter(|row| *row & required == 0) {
        if seats.taken == steps {
            break;
        }
        seats.seat(*row, &mut 0);
    }
    seats.taken == steps
}

/// Steps as seats, each with the mask of the row that has it.
struct Seats {
    steps: u32,
    taken: u32,
    rows: [u32; CONDITIONS_MAX],
}

impl Seats {
    /// Gives `row` a seat, moving others where that makes room. `tried` keeps the seats already asked for.
    fn seat(&mut self, row: u32, tried: &mut u32) -> bool {
        loop {
            let open = row & self.steps & !*tried;
            let seat = open.trailing_zeros() as usize;
            let Some(&holder) = self.rows.get(seat) else {
                return false;
            };
            *tried |= 1 << seat;
            if self.taken & (1 << seat) == 0 || self.seat(holder, tried) {
                self.taken |= 1 << seat;
                self.rows[seat] = row;
                return true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::can_fill;

    #[test]
    fn rows_make_room_for_each_other() {
        for (rows, steps, expected) in [
            (&[0b011, 0b001][..], 0b011, true),
            (&[0b001, 0b011], 0b011, true),
            (&[0b001, 0b001], 0b011, false),
            (&[0b011], 0b011, false),
            (&[0b111, 0b011, 0b001], 0b111, true),
            (&[0b101, 0b101, 0b101], 0b111, false),
            (&[u32::MAX; 32], u32::MAX, true),
            (&[u32::MAX; 31], u32::MAX, false),
        ] {
            assert_eq!(can_fill(rows, steps, 0), expected, "{rows:?} for {steps:b}");
        }
    }

    #[test]
    fn a_required_row_is_in_use_or_there_is_no_way() {
        assert!(can_fill(&[0b0010, 0b1010], 0b0010, 0b1000));
        assert!(!can_fill(&[0b1010, 0b1010], 0b0010, 0b1000));
        assert!(!can_fill(&[0b0010, 0b1000], 0b0010, 0b1000));
        assert!(can_fill(&[0b0110, 0b1010, 0b0100], 0b0110, 0b1000));
    }
}
