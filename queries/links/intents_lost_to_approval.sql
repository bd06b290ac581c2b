/* ---
title: Intents lost to approval
question: How many moments with a customer were missed because the content was not approved?
description: |
  Intents that passed consent, recognition, features and speed, found something to offer, and got a fallback because the
  content was not approved (reason content_not_approved in the decision log). Each intent is lost once, at the first stage
  it fails, so those that would have failed anyway are not here. lost_share is of all intents, of_lost of those that did not
  arrive. It is a count of what the engine said, and needs no assumption; what those moments were worth is another question.
owner: content operations
unit: count
direction: down_is_good
time: intended_at
dimensions: [use_case_id, channel, market]
measures: [lost, lost_share, of_lost_share]
additive: [lost, n]
grade: E1
link:
  gap: Content that is not approved in time
  outcome: the lost intents counted here
  estimand: Number of qualifying intents whose first failing stage is the approval of the content.
  excluded: Intents that an experiment held out, intents whose deadline is not past, use cases whose decisions name no trigger.
  stronger: Put low-risk versions on a fast lane by chance (an experiment of kind fast_lane) and compare their orders.
sources: [R37, S27]
needs: [events, use_cases, decisions]
--- */
with intents as (
  select *, stage = 'content_not_approved' as is_lost
  from model.signal_stages
  where coalesce(date_part('epoch', $as_of - intended_at) >= deadline_s, true)
)
select
  count(*) filter (where is_lost) as lost,
  avg(cast(is_lost as double)) as lost_share,
  avg(cast(is_lost as double)) filter (where stage <> 'arrived') as of_lost_share,
  count(*) as n
from intents
where intended_at >= $from
  and intended_at < $to
