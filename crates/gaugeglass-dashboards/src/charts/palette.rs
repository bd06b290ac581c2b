//! The colours charts draw with: one role, one hex, each hex used once.
//!
//! Plotters writes colours as literal attributes. The style sheet selects on those attributes to
//! re-theme a chart for a dark screen, so a role must never share its hex with another.

use plotters::style::RGBColor;

/// How many series a chart tells apart; further ones stay in the table.
pub const SERIES_MAX: usize = 6;

const SERIES: [RGBColor; SERIES_MAX] = [
    RGBColor(0x00, 0x65, 0xA3),
    RGBColor(0xC6, 0x53, 0x00),
    RGBColor(0x00, 0x7F, 0x5F),
    RGBColor(0xB0, 0x55, 0x8A),
    RGBColor(0x93, 0x68, 0x00),
    RGBColor(0x3A, 0x89, 0xBE),
];

/// How many steps of colour a heat map tells apart.
pub const HEAT_STEPS: usize = 5;

const HEAT: [RGBColor; HEAT_STEPS] = [
    RGBColor(0xE4, 0xEE, 0xF4),
    RGBColor(0xC6, 0xDC, 0xEA),
    RGBColor(0xA0, 0xC6, 0xDD),
    RGBColor(0x76, 0xAC, 0xCE),
    RGBColor(0x4F, 0x91, 0xBC),
];

/// What a mark stands for; decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The n-th series of a chart, counted from zero.
    Series(usize),
    /// The same measure in the period before.
    Previous,
    /// The declared target.
    Target,
    /// Grid lines.
    Grid,
    /// The zero line and whiskers.
    Axis,
    /// Axis labels.
    Label,
    /// A bucket without data.
    Gap,
    /// A cell, by its step from the least to the most, counted from zero.
    Heat(usize),
    /// What is written on a cell.
    Ink,
}

/// Every role, in the order of the style sheet.
#[cfg(test)]
pub const ROLES: [Role; SERIES_MAX + HEAT_STEPS + 7] = [
    Role::Series(0),
    Role::Series(1),
    Role::Series(2),
    Role::Series(3),
    Role::Series(4),
    Role::Series(5),
    Role::Previous,
    Role::Target,
    Role::Grid,
    Role::Axis,
    Role::Label,
    Role::Gap,
    Role::Heat(0),
    Role::Heat(1),
    Role::Heat(2),
    Role::Heat(3),
    Role::Heat(4),
    Role::Ink,
];

impl Role {
    /// The light theme's colour; also what a chart looks like without a style sheet.
    pub fn color(self) -> RGBColor {
        match self {
            Role::Series(index) => SERIES[index % SERIES_MAX],
            Role::Previous => RGBColor(0x87, 0x8F, 0x98),
            Role::Target => RGBColor(0x8A, 0x2B, 0x4C),
            Role::Grid => RGBColor(0xE3, 0xE0, 0xD8),
            Role::Axis => RGBColor(0x4A, 0x52, 0x5A),
            Role::Label => RGBColor(0x5C, 0x64, 0x6C),
            Role::Gap => RGBColor(0xEE, 0xEB, 0xE3),
            Role::Heat(step) => HEAT[step % HEAT_STEPS],
            Role::Ink => RGBColor(0x1B, 0x1F, 0x23),
        }
    }

    /// How a line of this role is broken up, in units of a drawing; none where it is whole. Colour is never alone.
    pub fn dash(self) -> Option<&'static str> {
        match self {
            Role::Series(index) => match index % SERIES_MAX {
                1 => Some("14 8"),
                3 => Some("4 8"),
                4 => Some("20 8 4 8"),
                _ => None,
            },
            Role::Previous => Some("8 8"),
            Role::Target => Some("16 6"),
            _ => None,
        }
    }

    /// The colour as plotters writes it: upper case, six digits.
    pub fn hex(self) -> String {
        let RGBColor(red, green, blue) = self.color();
        format!("#{red:02X}{green:02X}{blue:02X}")
    }
}
