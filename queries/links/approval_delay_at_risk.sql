/* ---
title: At risk from approval delay
question: How many contacts with customers, and what worth, wait behind versions that are approved too slowly?
description: |
  For every version, how long its approval takes beyond the policy, times the people that a version of its campaign reaches
  per day: person-days at risk. Each person counts once per campaign and day, however many versions they get. Open versions
  are in it with their age and the mean wait that is still ahead of versions of that age (Kaplan-Meier, up to 30 days); what
  remains of the campaign caps both. Rejected and withdrawn versions are out. A campaign that has sent nothing yet has no
  known audience and adds nothing; unsized_versions counts those. Only where experiments of the campaign's use case have a
  randomised lift are conversions shown, over the ends of its interval (conversions_from, conversions_at_most), and
  money only where the use case says what a conversion is worth. Both are an upper bound: demand may merely wait, and that
  a day's delay costs a day's lift is an assumption. Campaigns with overlapping audiences do not add up.
owner: content operations
unit: count
direction: down_is_good
time: submitted_at
dimensions: [campaign_id, risk_tier, object_type]
measures:
  - person_days
  - late_versions
  - open_late_versions
  - delay_d
  - unsized_versions
  - conversions_from
  - conversions_at_most
  - worth_from
  - worth_at_most
additive: [late_versions, open_late_versions, unsized_versions, n]
grade: E2
parameters:
  policy: {type: duration, default: 48h, doc: Time that an approval may take.}
link:
  gap: Approval that takes longer than the policy
  outcome: the contacts that wait behind it, as an upper bound
  estimand: Person-days for which a version was, or will be, held back beyond the policy.
  excluded: Rejected, withdrawn and expired versions; campaigns that have not sent anything.
  negative_control: Versions approved within the policy, whose campaigns should convert alike.
  stronger: Put low-risk versions on a fast lane by chance (an experiment of kind fast_lane) and compare their orders.
sources: [R36, R37]
needs: [approvals, deliveries]
--- */
with versions as (
  select
    object_id,
    object_version,
    object_type,
    campaign_id,
    risk_tier,
    submitted_at,
    coalesce(published_at <= $as_of, false) as is_done,
    -- Timestamps are whole microseconds.
    (cast(least(coalesce(published_at, $as_of), $as_of) as bigint) - cast(submitted_at as bigint)) / 3.6e9 as waited_h
  from model.approval_cycles
  where submitted_at < $as_of
    and ended_at is null
),
ages as (
  select distinct floor(waited_h / 24) as age_d
  from versions
  where not is_done
),
residuals as (
  -- Those that waited at least so long show how much longer it takes from there.
  select a.age_d, km_mean(720.0, v.waited_h - 24 * a.age_d, v.is_done) as further_h
  from ages a
  join versions v on v.waited_h > 24 * a.age_d
  group by a.age_d
),
waits as (
  select
    v.*,
    case when v.is_done then v.waited_h else greatest(v.waited_h, 24 * r.age_d + r.further_h) end as wait_h
  from versions v
  left join residuals r on r.age_d = floor(v.waited_h / 24) and not v.is_done
),
reached as (
  select
    campaign_id,
    count(distinct concat_ws('|', user_id, day)) / cast(count(distinct concat_ws('|', content_id, content_version, day)) as double)
      as people_per_day
  from (
    select *, cast(cast(event_time as date) as varchar) as day
    from logs.deliveries
    where status = 'sent'
      and campaign_id is not null
      and content_id is not null
      and user_id is not null
  ) sent
  group by campaign_id
),
lifts as (
  select
    use_case_id,
    mantel_haenszel_difference_lo(is_converted, is_treated, experiment_id) as lift_lo,
    mantel_haenszel_difference_hi(is_converted, is_treated, experiment_id) as lift_hi
  from model.experiment_answers
  where kind in ('ab', 'holdout')
    and not is_blocked
    and exposed_at + interval '7 days' <= $as_of
  group by use_case_id
),
worths as (
  select
    cast(use_case_id as varchar) as use_case_id,
    cast(max(value_per_conversion) as double) as worth,
    max(cast(currency as varchar)) as currency
  from logs.use_cases
  where coalesce(valid_to > $as_of, true)
  group by use_case_id
),
sized as (
  select
    w.*,
    p.people_per_day,
    l.lift_lo,
    l.lift_hi,
    o.worth,
    o.currency,
    greatest(
      0.0,
      least(
        w.wait_h * 3600 - $policy,
        coalesce(date_part('epoch', c.end_time - w.submitted_at) - $policy, w.wait_h * 3600 - $policy)
      )
    ) / 86400 as late_d
  from waits w
  left join logs.campaigns c on c.campaign_id = w.campaign_id
  left join reached p on p.campaign_id = w.campaign_id
  left join lifts l on l.use_case_id = cast(c.use_case_id as varchar)
  left join worths o on o.use_case_id = cast(c.use_case_id as varchar)
)
select
  sum(late_d * people_per_day) as person_days,
  count(*) filter (where late_d > 0) as late_versions,
  count(*) filter (where late_d > 0 and not is_done) as open_late_versions,
  sum(late_d) as delay_d,
  count(*) filter (where late_d > 0 and people_per_day is null) as unsized_versions,
  sum(late_d * people_per_day * lift_lo) as conversions_from,
  sum(late_d * people_per_day * lift_hi) as conversions_at_most,
  -- Two currencies are never added.
  case when min(currency) = max(currency) then sum(late_d * people_per_day * lift_lo * worth) end as worth_from,
  case when min(currency) = max(currency) then sum(late_d * people_per_day * lift_hi * worth) end as worth_at_most,
  count(*) as n
from sized
where submitted_at >= $from
  and submitted_at < $to
