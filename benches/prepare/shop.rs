//! Who visits the shop, with what, and what it sells.

use crate::race::dice::Dice;

/// Streams of draws.
const VISIT: u64 = 1;
const PAIR: u64 = 2;
const PRODUCT: u64 = 3;

/// Visits that are under way at the same time, and the events that they make together: a dozen each.
const VISITS_PER_CROWD: u64 = 500;
const EVENTS_PER_CROWD: u64 = 6_000;

/// A product is one of so many.
pub const PRODUCTS: u64 = 20_000;

/// A client of the shop.
#[derive(Clone, Copy)]
pub struct Surface {
    pub source: &'static str,
    pub channel: &'static str,
    pub platform: &'static str,
    pub is_app: bool,
    /// How it names itself, before and after its version.
    pub agent: (&'static str, &'static str),
}

const SURFACES: [Surface; 5] = [
    Surface {
        source: "/shop/web",
        channel: "web",
        platform: "windows",
        is_app: false,
        agent: ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/", ".0.0.0 Safari/537.36"),
    },
    Surface {
        source: "/shop/web",
        channel: "web",
        platform: "macos",
        is_app: false,
        agent: ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/", " Safari/605.1.15"),
    },
    Surface {
        source: "/shop/mobile-web",
        channel: "mobile_web",
        platform: "android",
        is_app: false,
        agent: ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/", ".0.0.0 Mobile Safari/537.36"),
    },
    Surface {
        source: "/shop/ios",
        channel: "ios",
        platform: "ios",
        is_app: true,
        agent: ("Shop/", ".2.1 (iPhone15,3; iOS 17.5; Scale/3.00)"),
    },
    Surface {
        source: "/shop/android",
        channel: "android",
        platform: "android",
        is_app: true,
        agent: ("Shop/", ".2.1 (Linux; U; Android 14; SM-S921B)"),
    },
];

/// Where a visitor is.
#[derive(Clone, Copy)]
pub struct Town {
    pub country: &'static str,
    pub region: &'static str,
    pub city: &'static str,
    pub tz: &'static str,
}

const TOWNS: [Town; 8] = [
    Town { country: "DE", region: "Bavaria", city: "Munich", tz: "Europe/Berlin" },
    Town { country: "DE", region: "Berlin", city: "Berlin", tz: "Europe/Berlin" },
    Town { country: "FR", region: "Île-de-France", city: "Paris", tz: "Europe/Paris" },
    Town { country: "GB", region: "England", city: "Leeds", tz: "Europe/London" },
    Town { country: "ES", region: "Catalonia", city: "Barcelona", tz: "Europe/Madrid" },
    Town { country: "US", region: "New York", city: "New York", tz: "America/New_York" },
    Town { country: "US", region: "California", city: "San Diego", tz: "America/Los_Angeles" },
    Town { country: "PL", region: "Mazovia", city: "Warsaw", tz: "Europe/Warsaw" },
];

pub const CATEGORIES: [&str; 8] = ["shoes", "jackets", "bags", "lamps", "chairs", "phones", "headphones", "watches"];
const BRANDS: [&str; 10] = ["Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Oak"];
const VIEWPORTS: [&str; 4] = ["1440x900", "1920x1080", "390x844", "412x915"];
const FLAGS: [&str; 3] = ["new-checkout,fast-search", "new-checkout", "none"];
const CONSENTS: [&str; 4] = ["granted", "granted", "denied", "unknown"];

/// What the events of one visit share.
pub struct Visit {
    pub surface: Surface,
    pub town: Town,
    pub version: u64,
    pub user: Option<u128>,
    pub anonymous: u128,
    pub device: u128,
    pub session: u64,
    pub cart: u64,
    pub campaign: u64,
    /// How far the device's clock is off, in microseconds.
    pub skew: i64,
    pub viewport: &'static str,
    pub flags: &'static str,
    pub consent: &'static str,
}

impl Visit {
    /// The visit of the event at a place. A client sends two at a time, so that neighbours have one.
    pub fn of(place: u64) -> Visit {
        let crowd = place / EVENTS_PER_CROWD * VISITS_PER_CROWD;
        let mut dice = Dice::new(VISIT, crowd + Dice::new(PAIR, place / 2).below(VISITS_PER_CROWD));
        Visit {
            surface: dice.one(&SURFACES),
            town: dice.one(&TOWNS),
            version: 110 + dice.below(20),
            user: dice.chance(40).then(|| dice.bits()),
            anonymous: dice.bits(),
            device: dice.bits(),
            session: dice.bits() as u64,
            cart: dice.bits() as u64,
            campaign: dice.below(60),
            skew: dice.below(4_000_000) as i64 - 2_000_000,
            viewport: dice.one(&VIEWPORTS),
            flags: dice.one(&FLAGS),
            consent: dice.one(&CONSENTS),
        }
    }
}

/// What is sold.
pub struct Product {
    pub number: u64,
    pub category: &'static str,
    pub brand: &'static str,
    pub cents: u64,
}

impl Product {
    /// The product of a number.
    pub fn of(number: u64) -> Product {
        let mut dice = Dice::new(PRODUCT, number);
        Product { number, category: dice.one(&CATEGORIES), brand: dice.one(&BRANDS), cents: 199 + dice.below(40_000) }
    }
}
