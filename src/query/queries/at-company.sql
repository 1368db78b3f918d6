-- Who works at a company now, the newest in their role first.
-- :company text  its whole name
select profile_id, full_name, current_title, role_since, location, linkedin_url
from candidates
where company_folded = fold_text(:company)
order by role_since desc nulls last
limit :limit
