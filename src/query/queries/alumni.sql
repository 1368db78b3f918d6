-- Who went to a school.
-- :school text  words within its name
select p.profile_id, p.full_name, went.school, went.diploma, went.end_text as until, p.current_title, p.current_company,
  p.location, p.linkedin_url
from profile_search f join candidates p using (profile_id)
join lateral (
  select school, diploma, end_text from educations
  where profile_id = f.profile_id and school_folded like containing(:school)
  order by end_date desc nulls last, place limit 1
) as went on true
where f.schools like containing(:school)
limit :limit
