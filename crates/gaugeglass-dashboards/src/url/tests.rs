//! An address read and written back is the same address.
#![allow(clippy::unwrap_used)]

use chrono_tz::Tz;

use super::{Moment, Range, View};

fn parse(text: &str) -> Result<View, super::BadParameter> {
    let pairs: Vec<(String, String)> = ::url::form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    View::parse(&pairs)
}

#[test]
fn addresses_round_trip() {
    let addresses = [
        "",
        "?from=-28d&to=now",
        "?from=-7d&compare=none&refresh=60",
        "?from=2026-04-07&to=2026-05-05&grain=week&by=market&by=channel",
        "?from=2026-04-07T12%3A00%3A00Z&f.market=DE&f.market=FR&f.channel=e%26mail&p.window=14d&compare=none&as_of=2026-05-05",
    ];
    for address in addresses {
        let view = parse(address.trim_start_matches('?')).unwrap();
        assert_eq!(view.link(""), address);
        assert_eq!(parse(view.link("").trim_start_matches('?')).unwrap(), view);
    }
}

#[test]
fn wrong_values_are_named_with_what_is_allowed() {
    let cases = [
        ("from=yesterday", "from", "write `now`"),
        ("from=-28x", "from", "`-28d`"),
        ("to=2026-13-01", "to", "2026-04-07"),
        ("grain=fortnight", "grain", "`week`"),
        ("compare=year", "compare", "prev or none"),
        ("as_of=-1d", "as_of", "a day"),
        ("refresh=9", "refresh", "10 to 86400"),
        ("refresh=1m", "refresh", "seconds"),
        ("refres=60", "refres", "did you mean `refresh`?"),
        ("form=-28d", "form", "did you mean `from`?"),
        ("utm=1", "utm", "`f.<dimension>`"),
    ];
    for (address, parameter, allowed) in cases {
        let error = parse(address).unwrap_err();
        assert_eq!(error.parameter, parameter);
        assert!(error.allowed.contains(allowed), "{error}");
    }
}

#[test]
fn relative_moments_count_from_as_of() {
    let as_of = "2026-05-05T00:00:00Z".parse().unwrap();
    let cases = [
        ("now", "2026-05-05T00:00:00Z"),
        ("-12h", "2026-05-04T12:00:00Z"),
        ("-28d", "2026-04-07T00:00:00Z"),
        ("-2w", "2026-04-21T00:00:00Z"),
        ("-3m", "2026-02-05T00:00:00Z"),
        ("-1y", "2025-05-05T00:00:00Z"),
        ("2026-04-07", "2026-04-06T22:00:00Z"),
        ("2026-04-07T12:00:00+02:00", "2026-04-07T10:00:00Z"),
    ];
    for (text, at) in cases {
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment.resolve(as_of, Tz::Europe__Berlin), Some(at.parse().unwrap()), "{text}");
    }
    assert_eq!("-28d".parse::<Moment>().unwrap().span_name().unwrap(), "28 days");
}

#[test]
fn a_range_has_a_length_and_a_period_before() {
    let as_of = "2026-05-05T00:00:00Z".parse().unwrap();
    let range = parse("").unwrap().range(as_of, Tz::UTC).unwrap();
    let before = Range { from: "2026-03-10T00:00:00Z".parse().unwrap(), to: "2026-04-07T00:00:00Z".parse().unwrap() };
    assert_eq!(range.previous(), before);
    let error = parse("from=now&to=-1d").unwrap().range(as_of, Tz::UTC).unwrap_err();
    assert_eq!(error.parameter, "from");
    let error = parse("from=-4000000000y").unwrap().range(as_of, Tz::UTC).unwrap_err();
    assert!(error.allowed.contains("before the calendar begins"));
}
