-- Who worked at a company and does not any more, with what they were there and what they are now.
-- :company text  its whole name
select p.profile_id, p.full_name, past.title as former_title, past.end_text as left_in, p.current_title,
  p.current_company, p.location, p.linkedin_url
from profile_search f join candidates p using (profile_id)
join lateral (
  select title, end_text, bool_or(is_current) over () as is_there_still
  from experiences
  where profile_id = f.profile_id and company_folded = fold_text(:company)
  order by end_date desc nulls last, place limit 1
) as past on not past.is_there_still
where f.companies @> array[fold_text(:company)] and f.company is distinct from fold_text(:company)
limit :limit
