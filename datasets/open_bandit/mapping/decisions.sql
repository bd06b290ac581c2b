-- One line is one item shown at one position, with the probability that the policy gave it.
-- The time of the request, the person and the policy's version are not in the data, so they stay null:
-- latency and recognition are unknown here, not zero.
select
  policy || '/' || campaign || '/' || number as event_id,
  '/zozotown' as source,
  'decision' as type,
  to_timestamp_micros(timestamp) as event_time,
  to_timestamp_micros(timestamp) as ingest_time,
  'us' as time_precision,
  'server' as clock_source,
  'prod' as environment,
  'fashion_recommendation' as use_case_id,
  to_timestamp_micros(timestamp) as decision_time,
  policy as policy_id,
  case policy when 'random' then 'random' else 'noncontextual' end as decision_kind,
  item_id as action_id,
  cast(propensity_score as double) as propensity,
  false as is_fallback,
  'split' as reason,
  campaign as placement,
  'web' as channel,
  cast(position as smallint) as position,
  'open_bandit' as experiment_id,
  policy as variant_id,
  false as holdout,
  map(
    ['user_feature_0', 'user_feature_1', 'user_feature_2', 'user_feature_3'],
    [user_feature_0, user_feature_1, user_feature_2, user_feature_3]
  ) as extra
from source
