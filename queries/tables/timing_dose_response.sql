/* ---
title: Timing and response
description: |
  How people responded by how long after their intent the answer reached them, one row per use case and length of the wait.
  conversion is the share that ordered within 7 days of the answer, of those who had not ordered before it came; moot_share
  is the share that had; unsubscribed_share left within 7 days of it. Answers are late for reasons (quiet hours, load,
  approvals), and who waits long differs, so these rows are an association (E2). An experiment of kind send_delay puts
  people on different delays by chance: its arms follow as rows of basis by_chance, over every unit put in them whether
  reached or not, and only they show what the delay itself does (E5). Cells of fewer than minimum_people show no shares.
grain: one row per use case, basis and wait
key: [use_case_id, basis, wait]
parameters:
  minimum_people: {type: number, default: 20, doc: Cells of fewer people show how many they are and nothing else.}
sources: [S24, W41]
--- */
with responses as (
  select
    use_case_id,
    'as_sent' as basis,
    case
      when wait_s < 60 then 'to 1 min'
      when wait_s < 600 then 'to 10 min'
      when wait_s < 3600 then 'to 1 h'
      when wait_s < 14400 then 'to 4 h'
      when wait_s < 86400 then 'to 24 h'
      else 'over 24 h'
    end as wait,
    wait_s,
    person_id,
    reached_at as followed_from,
    coalesce(order_s < wait_s, false) as is_moot,
    case when coalesce(order_s >= wait_s, true) then coalesce(order_s - wait_s < 7 * 86400, false) end as is_converted,
    'E2' as grade
  from model.intent_ledger
  where reached_at is not null
    and wait_s >= 0
  union all
  select
    use_case_id,
    'by_chance',
    variant_id,
    null,
    person_id,
    exposed_at,
    null,
    case when not is_blocked then is_converted end,
    case when is_blocked then 'E0' else 'E5' end
  from model.experiment_answers
  where kind = 'send_delay'
),
leavers as (
  select user_id, event_time as left_at
  from logs.deliveries
  where status = 'unsubscribed'
    and user_id is not null
),
followed as (
  select
    r.use_case_id,
    r.basis,
    r.wait,
    r.wait_s,
    r.person_id,
    r.followed_from,
    r.is_moot,
    r.is_converted,
    r.grade,
    bool_or(coalesce(l.left_at >= r.followed_from and l.left_at < r.followed_from + interval '7 days', false)) as is_unsubscribed
  from responses r
  left join leavers l on l.user_id = r.person_id
  where r.followed_from + interval '7 days' <= $as_of
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9
),
cells as (
  select
    use_case_id,
    basis,
    wait,
    grade,
    avg(wait_s) as mean_wait_s,
    count(*) as people,
    count(is_converted) as asked,
    count(*) filter (where is_converted) as converted,
    avg(cast(is_moot as double)) as moot_share,
    avg(cast(is_unsubscribed as double)) as unsubscribed_share
  from followed
  group by use_case_id, basis, wait, grade
)
select
  use_case_id,
  basis,
  wait,
  mean_wait_s,
  people,
  case when people >= $minimum_people then converted / nullif(cast(asked as double), 0) end as conversion,
  case when people >= $minimum_people then proportion_lo(converted, asked) end as lo,
  case when people >= $minimum_people then proportion_hi(converted, asked) end as hi,
  case when people >= $minimum_people then moot_share end as moot_share,
  case when people >= $minimum_people then unsubscribed_share end as unsubscribed_share,
  grade
from cells
order by use_case_id, basis, mean_wait_s, wait
