-- What each spec spent for each person who was new to the store, dearest first. Reads all sightings.
-- :month text = ""  only this month, such as 2026-01
select spec, max(owner) as owner, sum(credits)::bigint as credits, sum(credits_in_suspense)::bigint as in_suspense,
  round(sum(new_to_store), 2) as new_people, sum(found_only_here)::bigint as found_only_here,
  round(sum(credits) / nullif(sum(new_to_store), 0), 2) as credits_per_new_person,
  round(sum(money) / nullif(sum(new_to_store), 0), 4) as money_per_new_person, max(currency) as currency
from spend_by_spec
where :month = '' or month = :month
group by spec
order by credits_per_new_person desc nulls first, spec
