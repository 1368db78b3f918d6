-- Of whom no e-mail address is known, newest first.
select profile_id, full_name, current_title, current_company, has_phone, first_seen_at, linkedin_url
from candidates
where not has_email
order by first_seen_at desc, profile_id
limit :limit
