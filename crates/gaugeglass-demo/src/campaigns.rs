//! Names of the campaigns and use cases of the programme.

pub(crate) const CART_REMINDER: &str = "cart_reminder";
pub(crate) const BEHAVIOUR_FLOW: &str = "behaviour_flow";
pub(crate) const PRODUCT_RECO: &str = "product_reco";
/// The use case of the modules on product pages.
pub(crate) const PDP_MODULES: &str = "pdp_modules";
/// The use case of the carousels and their decoy.
pub(crate) const CAROUSELS: &str = "carousels";
/// The use case whose lift hangs on recognition.
pub(crate) const RECO_LIFT: &str = "reco_lift";
pub(crate) const SEARCH_PUSH: &str = "search_push";
pub(crate) const GEO_OFFER: &str = "geo_offer";
pub(crate) const B2B_DOWNLOAD: &str = "b2b_download";
pub(crate) const BROWSE_FOLLOW_UP: &str = "browse_follow_up";
pub(crate) const PRICE_DROP: &str = "price_drop";
pub(crate) const THEATER: &str = "theater";
pub(crate) const FAST_BUT_STALE: &str = "fast_but_stale";
pub(crate) const SEARCH_RANKING: &str = "search_ranking";
pub(crate) const NEWSLETTER: &str = "newsletter";
/// The use case of incident A.
pub(crate) const HOME_HERO: &str = "home_hero";
/// The use case of incident B, the slow leak.
pub(crate) const CATEGORY_SORT: &str = "category_sort";
/// The use case that times out.
pub(crate) const CHECKOUT_UPSELL: &str = "checkout_upsell";
/// The use case whose clients back off during a stall.
pub(crate) const SEARCH_SUGGEST: &str = "search_suggest";
/// The use case decided by the provider with whole-second clocks.
pub(crate) const EMAIL_CONTENT: &str = "email_content";

/// Campaigns that send messages; each has evergreen content.
pub(crate) const ALL: [&str; 7] = [CART_REMINDER, SEARCH_PUSH, GEO_OFFER, B2B_DOWNLOAD, BROWSE_FOLLOW_UP, PRICE_DROP, NEWSLETTER];
