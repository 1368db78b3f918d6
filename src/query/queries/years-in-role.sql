-- Who has had the same role for years, longest first.
-- :years number = 2  at least so many years
-- :title text = ""  words within the current title
select profile_id, full_name, current_title, current_company, role_since, years_in_current_role, location, linkedin_url
from candidates
where role_since <= current_date - make_interval(days => (:years * 365.25)::integer)
  and (:title = '' or title_folded like containing(:title))
order by role_since, profile_id
limit :limit
