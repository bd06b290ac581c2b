//! Snowplow's enriched events: 131 columns between tabs, no header, by run in `snowplow/run=YYYY-MM-DD-00-00-00/`.
//!
//! What no column holds is in self-describing JSON: the action in `unstruct_event`, entities in `contexts`.

use super::Feed;
use super::json::{Object, object};
use super::segment::is_client;
use super::table::{Item, Row};
use crate::ndjson;

pub(super) const EVENTS: Feed = Feed {
    log: "events",
    path: |date, _| format!("snowplow/run={}-00-00-00/part-{{shard}}.tsv.gz", date.dashed()),
    header: "",
    has: is_client,
    line,
};

const COLUMNS: &str = "app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id name_tracker v_tracker \
    v_collector v_etl user_id user_ipaddress user_fingerprint domain_userid domain_sessionidx network_userid geo_country geo_region \
    geo_city geo_zipcode geo_latitude geo_longitude geo_region_name ip_isp ip_organization ip_domain ip_netspeed page_url page_title \
    page_referrer page_urlscheme page_urlhost page_urlport page_urlpath page_urlquery page_urlfragment refr_urlscheme refr_urlhost \
    refr_urlport refr_urlpath refr_urlquery refr_urlfragment refr_medium refr_source refr_term mkt_medium mkt_source mkt_term \
    mkt_content mkt_campaign contexts se_category se_action se_label se_property se_value unstruct_event tr_orderid tr_affiliation \
    tr_total tr_tax tr_shipping tr_city tr_state tr_country ti_orderid ti_sku ti_name ti_category ti_price ti_quantity pp_xoffset_min \
    pp_xoffset_max pp_yoffset_min pp_yoffset_max useragent br_name br_family br_version br_type br_renderengine br_lang \
    br_features_pdf br_features_flash br_features_java br_features_director br_features_quicktime br_features_realplayer \
    br_features_windowsmedia br_features_gears br_features_silverlight br_cookies br_colordepth br_viewwidth br_viewheight os_name \
    os_family os_manufacturer os_timezone dvce_type dvce_ismobile dvce_screenwidth dvce_screenheight doc_charset doc_width doc_height \
    tr_currency tr_total_base tr_tax_base tr_shipping_base ti_currency ti_price_base base_currency geo_timezone mkt_clickid \
    mkt_network etl_tags dvce_sent_tstamp refr_domain_userid refr_dvce_tstamp derived_contexts domain_sessionid derived_tstamp \
    event_vendor event_name event_format event_version event_fingerprint true_tstamp";

const ECOMMERCE: &str = "com.snowplowanalytics.snowplow.ecommerce";
const SNOWPLOW: &str = "com.snowplowanalytics.snowplow";
const SHOP: &str = "com.acme.shop";

fn line(text: &mut Vec<u8>, row: &Row<'_>) {
    for (place, column) in COLUMNS.split_ascii_whitespace().enumerate() {
        if place > 0 {
            text.push(b'\t');
        }
        match column {
            "contexts" => contexts(text, row),
            "unstruct_event" if !is_page_view(row) => action(text, row),
            _ => match instant(column) {
                Some(name) => time(text, row, name),
                None => text.extend_from_slice(word(column, row).as_bytes()),
            },
        }
    }
}

fn instant(column: &str) -> Option<&'static str> {
    Some(match column {
        "etl_tstamp" => "ingest_time",
        "collector_tstamp" => "received_time",
        "dvce_created_tstamp" => "client_time",
        "dvce_sent_tstamp" => "sent_time",
        "derived_tstamp" => "event_time",
        _ => return None,
    })
}

fn time(text: &mut Vec<u8>, row: &Row<'_>, name: &str) {
    if let Some(at) = row.instant(name) {
        ndjson::clock(text, at, b' ', 3);
    }
}

fn word<'a>(column: &str, row: &Row<'a>) -> &'a str {
    match column {
        "app_id" => row.word("source"),
        "platform" => {
            if is_app(row) {
                "mob"
            } else {
                "web"
            }
        }
        "event" => {
            if is_page_view(row) {
                "page_view"
            } else {
                "unstruct"
            }
        }
        "event_vendor" => described(row).0,
        "event_name" => described(row).1,
        "event_format" => "jsonschema",
        "event_version" => "1-0-0",
        "event_id" => row.word("event_id"),
        "user_id" => row.word("user_id"),
        "domain_userid" => row.word("anonymous_id"),
        "domain_sessionid" => row.word("session_id"),
        "geo_country" => row.word("country"),
        "geo_city" => row.word("city"),
        "os_timezone" => row.word("tz"),
        "dvce_type" if !is_app(row) => row.word("platform"),
        _ => "",
    }
}

fn is_app(row: &Row<'_>) -> bool {
    row.word("channel") != "web"
}

fn is_page_view(row: &Row<'_>) -> bool {
    row.word("type") == "page_viewed"
}

/// Vendor, event and, for actions of a shop, the kind of action.
fn described<'a>(row: &Row<'a>) -> (&'static str, &'a str, Option<&'static str>) {
    let shop = |kind| (ECOMMERCE, "snowplow_ecommerce_action", Some(kind));
    match row.word("type") {
        "page_viewed" => (SNOWPLOW, "page_view", None),
        "products_searched" => (SNOWPLOW, "site_search", None),
        "product_viewed" => shop("product_view"),
        "product_added" => shop("add_to_cart"),
        "checkout_started" => shop("checkout_step"),
        "order_completed" => shop("transaction"),
        // Names of schemas hold no space.
        "Order Complete" => (SHOP, "order_complete", None),
        other => (SHOP, other, None),
    }
}

/// An event of the shop's own, whose name the schema bears.
fn action(text: &mut Vec<u8>, row: &Row<'_>) {
    let (vendor, event, kind) = described(row);
    object(text, |outer| {
        outer.text("schema", Some(&iglu(SNOWPLOW, "unstruct_event")));
        outer.object("data", |entity| {
            describe(entity, vendor, event, |data| {
                data.text("type", kind);
                if event == "site_search" {
                    data.texts("terms", &[row.word("query")]);
                }
                data.text("category", row.topic());
            });
        });
    });
}

/// What the action is about: entities, each with its schema.
fn contexts(text: &mut Vec<u8>, row: &Row<'_>) {
    object(text, |outer| {
        outer.text("schema", Some(&iglu(SNOWPLOW, "contexts")));
        outer.objects("data", &entities(row), |entity, what| match what {
            Entity::Product(item) => describe(entity, ECOMMERCE, "product", |data| product(data, row, item)),
            Entity::Cart => describe(entity, ECOMMERCE, "cart", |data| data.text("cart_id", row.text("cart_id"))),
            Entity::Transaction => describe(entity, ECOMMERCE, "transaction", |data| transaction(data, row)),
            Entity::Device => describe(entity, SNOWPLOW, "mobile_context", |data| {
                data.text("osType", row.text("platform"));
                data.text(if row.word("platform") == "ios" { "appleIdfv" } else { "androidIdfa" }, row.text("device_id"));
            }),
            Entity::Place => describe(entity, SNOWPLOW, "geolocation_context", |data| {
                data.number("latitudeLongitudeAccuracy", row.float("geo_accuracy_m"));
            }),
            Entity::Decision => describe(entity, SHOP, "decision", |data| {
                data.text("decision_id", row.text("decision_id"));
                data.text("message_id", row.text("message_id"));
            }),
        });
    });
}

enum Entity<'a> {
    Product(Item<'a>),
    Cart,
    Transaction,
    Device,
    Place,
    Decision,
}

fn entities<'a>(row: &Row<'a>) -> Vec<Entity<'a>> {
    let has = |column: &str, entity| row.cell(column).is_some().then_some(entity);
    let products = row.items().into_iter().chain(row.product()).map(Entity::Product);
    let others = [
        has("cart_id", Entity::Cart),
        has("order_id", Entity::Transaction),
        is_app(row).then_some(Entity::Device),
        has("geo_accuracy_m", Entity::Place),
        has("decision_id", Entity::Decision),
    ];
    products.chain(others.into_iter().flatten()).collect()
}

fn product(data: &mut Object<'_>, row: &Row<'_>, item: &Item<'_>) {
    data.text("id", Some(item.product));
    data.text("variant", Some(item.sku));
    data.text("category", Some(item.category));
    data.text("brand", item.brand);
    data.money("price", Some(item.price));
    data.number("quantity", Some(item.quantity));
    data.number("position", item.position);
    data.text("currency", row.text("currency"));
}

fn transaction(data: &mut Object<'_>, row: &Row<'_>) {
    data.text("transaction_id", row.text("order_id"));
    data.money("revenue", row.money("revenue"));
    data.text("currency", row.text("currency"));
    data.money("discount_amount", row.money("discount"));
}

fn describe(entity: &mut Object<'_>, vendor: &str, name: &str, data: impl FnOnce(&mut Object<'_>)) {
    entity.text("schema", Some(&iglu(vendor, name)));
    entity.object("data", data);
}

fn iglu(vendor: &str, name: &str) -> String {
    format!("iglu:{vendor}/{name}/jsonschema/1-0-0")
}
