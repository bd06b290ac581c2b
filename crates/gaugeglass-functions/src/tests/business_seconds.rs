//! Business time as SQL asks for it: over lists that a query makes of a calendar.

use super::{number, rows, session};

/// Two weeks of nine to five in Berlin, over the change of clocks on 29 March 2026; Friday 3 April is a holiday.
const CALENDAR: &str = "(select array_agg(open_from order by open_from, open_to) as opens,
           array_agg(open_to order by open_from, open_to) as closes
    from (select arrow_cast(f, 'Timestamp(Microsecond, Some(\"UTC\"))') as open_from,
                 arrow_cast(t, 'Timestamp(Microsecond, Some(\"UTC\"))') as open_to
          from (values
            ('2026-04-01T07:00:00Z', '2026-04-01T15:00:00Z'), ('2026-03-27T08:00:00Z', '2026-03-27T16:00:00Z'),
            ('2026-03-23T08:00:00Z', '2026-03-23T16:00:00Z'), ('2026-03-24T08:00:00Z', '2026-03-24T16:00:00Z'),
            ('2026-03-25T08:00:00Z', '2026-03-25T16:00:00Z'), ('2026-03-26T08:00:00Z', '2026-03-26T16:00:00Z'),
            ('2026-03-30T07:00:00Z', '2026-03-30T15:00:00Z'), ('2026-03-31T07:00:00Z', '2026-03-31T15:00:00Z'),
            ('2026-04-02T07:00:00Z', '2026-04-02T15:00:00Z')
          ) as v(f, t)) as stretches) as calendar";

async fn seconds(from: &str, to: &str) -> Option<f64> {
    let sql = format!("select business_seconds(timestamp '{from}', timestamp '{to}', opens, closes) from {CALENDAR}");
    number(&session(2), &sql).await
}

#[tokio::test]
async fn open_hours_are_counted_over_nights_weekends_holidays_and_changes_of_clocks() {
    for (from, to, hours) in [
        ("2026-03-23T10:00:00", "2026-03-23T12:30:00", 2.5),
        ("2026-03-23T15:00:00", "2026-03-24T09:00:00", 2.0),
        // From Friday, five in the afternoon of winter, to Monday, ten in the morning of summer.
        ("2026-03-27T16:00:00", "2026-03-30T08:00:00", 1.0),
        ("2026-03-27T15:59:59", "2026-03-30T07:00:01", 2.0 / 3600.0),
        ("2026-03-28T00:00:00", "2026-03-29T23:59:59", 0.0),
        ("2026-03-23T00:00:00", "2026-04-06T00:00:00", 72.0),
        // The evening of the holiday.
        ("2026-04-02T15:00:00", "2026-04-03T20:00:00", 0.0),
    ] {
        assert_eq!(seconds(from, to).await, Some(hours * 3600.0), "{from} to {to}");
    }
}

#[tokio::test]
async fn a_span_that_leaves_the_calendar_by_more_than_a_week_is_unknown() {
    assert_eq!(seconds("2026-03-16T08:00:00", "2026-03-23T09:00:00").await, Some(3600.0));
    assert_eq!(seconds("2026-03-16T07:59:59", "2026-03-23T09:00:00").await, None);
    assert_eq!(seconds("2026-04-02T14:00:00", "2026-04-09T15:00:00").await, Some(3600.0));
    assert_eq!(seconds("2026-04-02T14:00:00", "2026-04-09T15:00:01").await, None);
}

#[tokio::test]
async fn what_is_not_known_gives_null() {
    let at = "timestamp '2026-03-23T09:00:00'";
    let opens = "[timestamp '2026-03-23T08:00:00', timestamp '2026-03-24T08:00:00']";
    let closes = "[timestamp '2026-03-23T16:00:00', timestamp '2026-03-24T16:00:00']";
    for call in [
        format!("business_seconds(null, {at}, {opens}, {closes})"),
        format!("business_seconds({at}, null, {opens}, {closes})"),
        format!("business_seconds({at}, {at}, null, {closes})"),
        format!("business_seconds({at}, {at}, {opens}, null)"),
        format!("business_seconds({at}, {at}, {opens}, [timestamp '2026-03-23T16:00:00'])"),
        format!("business_seconds({at}, {at}, array_reverse({opens}), array_reverse({closes}))"),
        format!("business_seconds({at}, timestamp '2026-03-23T08:59:59', {opens}, {closes})"),
    ] {
        assert_eq!(number(&session(1), &format!("select {call}")).await, None, "{call}");
    }
    assert_eq!(number(&session(1), &format!("select business_seconds({at}, {at}, {opens}, {closes})")).await, Some(0.0));
}

#[tokio::test]
async fn a_stretch_without_an_end_is_left_out() {
    let sql = "select business_seconds(timestamp '2026-03-23T00:00:00', timestamp '2026-03-25T00:00:00',
        [timestamp '2026-03-23T08:00:00', timestamp '2026-03-24T08:00:00'], [timestamp '2026-03-23T16:00:00', null])";
    assert_eq!(number(&session(1), sql).await, Some(8.0 * 3600.0));
}

#[tokio::test]
async fn errors_name_the_argument() {
    for (call, words) in [
        ("business_seconds(now(), now(), now(), [now()])", "argument 3 of business_seconds must be a list of timestamps"),
        ("business_seconds(now(), now(), [now()], [1])", "argument 4 of business_seconds must be a list of timestamps"),
        ("business_seconds(1, now(), [now()], [now()])", "argument 1 of business_seconds must be a timestamp"),
        ("business_seconds(now(), now())", "business_seconds takes 4 arguments"),
    ] {
        let error = rows(&session(1), &format!("select {call}")).await.expect_err(call).to_string();
        assert!(error.contains(words), "{call}: {error}");
    }
}
