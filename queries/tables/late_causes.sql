/* ---
title: Why answers were late
description: |
  Intents that were answered after their deadline, each under one cause, by use case; share adds up to 1. First what the
  logs say outright: quiet_hours (the message was held for them), content_not_approved (the first decision fell back for
  it, or the content got its last approval after it was decided on), identity (the first decision found nobody, a later
  one answered). Else the longest part of the wait: queue (signal to request), decision (request to decision), schedule
  (decision to the time the message was planned for), provider (from then until it was delivered), rendering (decision
  until the client showed it); unknown where no part is logged. over_h are the hours past the deadline. This is
  accounting, and says what took the time, not what would have helped. Answers that never came are in ledger_hours.
grain: one row per use case and cause
key: [use_case_id, cause]
sources: [R31]
--- */
with parts as (
  select
    l.*,
    v.approved_at,
    -- Timestamps are whole microseconds.
    greatest(cast(l.asked_at as bigint) - cast(l.intended_at as bigint), 0) / 1e6 as queue_s,
    greatest(cast(l.decided_at as bigint) - cast(l.asked_at as bigint), 0) / 1e6 as decision_s,
    case when l.is_sending then greatest(cast(l.scheduled_at as bigint) - cast(l.decided_at as bigint), 0) / 1e6 end as schedule_s,
    (cast(l.reached_at as bigint) - cast(coalesce(greatest(l.scheduled_at, l.decided_at), l.asked_at) as bigint)) / 1e6 as last_s
  from model.intent_ledger l
  left join model.shipped_versions v on v.content_id = l.content_id and v.content_version = l.content_version
  where l.outcome = 'late'
    and l.intended_at < $as_of
),
causes as (
  select
    use_case_id,
    wait_s - deadline_s as over_s,
    case
      when held_reason = 'quiet_hours' then 'quiet_hours'
      when first_reason = 'content_not_approved' or coalesce(approved_at > decided_at and approved_at <= reached_at, false)
        then 'content_not_approved'
      when decisions > 1 and first_irrelevance = 'unrecognised' and coalesce(irrelevance <> 'unrecognised', true) then 'identity'
      when queue_s >= greatest(decision_s, schedule_s, last_s) then 'queue'
      when decision_s >= greatest(schedule_s, last_s) then 'decision'
      when schedule_s >= last_s then 'schedule'
      when last_s is null then 'unknown'
      when is_sending then 'provider'
      else 'rendering'
    end as cause
  from parts
)
select
  use_case_id,
  cause,
  count(*) as n,
  count(*) / cast(sum(count(*)) over (partition by use_case_id) as double) as share,
  median(over_s) / 3600 as median_over_h,
  max(over_s) / 3600 as longest_over_h
from causes
group by use_case_id, cause
order by use_case_id, n desc, cause
