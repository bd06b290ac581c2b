/* ---
title: Open Bandit, what a policy showed
format: csv
columns:
  timestamp: text
  item_id: text
  position: text
  click: text
  propensity_score: text
  user_feature_0: text
  user_feature_1: text
  user_feature_2: text
  user_feature_3: text
carries: one line is one item at one position; policy and campaign are the last two folders of the file
cannot_carry:
  - client_time
  - sent_time
  - received_time
  - tz
  - trace_id
  - span_id
  - schema_ref
  - is_test
  - is_bot
  - bot_reason
  - trigger_event_id
  - trigger_time
  - intended_start_time
  - request_time
  - response_time
  - rendered_time
  - queue_ms
  - identity_ms
  - feature_ms
  - policy_ms
  - content_ms
  - subject_ids
  - person_id_used
  - identity_method
  - identity_confidence
  - identity_as_of
  - policy_version
  - model_version
  - candidates
  - content_id
  - content_version
  - default_action_id
  - error_type
  - feature_min_time
  - feature_max_time
  - features_missing
  - injected_delay_ms
  - injected_feature_lag_s
--- */
-- The time of the request, the person and the policy's version are not in the data, so they stay null:
-- latency and recognition are unknown here, not zero.
with shown as (
  select
    *,
    regexp_match(_file, '([^/]+)/[^/]+/[^/]+$')[1] as policy,
    regexp_match(_file, '([^/]+)/[^/]+$')[1] as campaign
  from source
  -- The context of items lies beside the impressions and has no time.
  where timestamp is not null
)
select
  concat_ws('/', policy, campaign, cast(_row as varchar)) as event_id,
  '/zozotown' as source,
  'decision' as type,
  try_cast(timestamp as timestamp) as event_time,
  try_cast(timestamp as timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  'fashion_recommendation' as use_case_id,
  try_cast(timestamp as timestamp) as decision_time,
  policy as policy_id,
  case policy when 'random' then 'random' else 'noncontextual' end as decision_kind,
  item_id as action_id,
  try_cast(propensity_score as double) as propensity,
  false as is_fallback,
  'split' as reason,
  campaign as placement,
  'web' as channel,
  try_cast(position as smallint) as position,
  'open_bandit' as experiment_id,
  policy as variant_id,
  false as holdout,
  map(
    ['user_feature_0', 'user_feature_1', 'user_feature_2', 'user_feature_3'],
    [user_feature_0, user_feature_1, user_feature_2, user_feature_3]
  ) as extra
from shown
