-- Where a person comes from: each spec, run, page and call that showed them, and what that cost.
-- :profile text  the profile_id, or the name in the LinkedIn address
select profile_id, full_name, spec, run_id, page, position, call_id, call_credits, call_profiles,
  round(credits_for_this_profile, 2) as credits_for_this_profile,
  seen_at
from provenance
where profile_id in (select profile_id from profiles where profile_id = :profile or linkedin_slug in (:profile, lower(:profile), lower(:profile collate "C")))
order by call_id, position
