-- Pairs of people with one LinkedIn name and two ids.
select profile_id, full_name, other_profile_id, other_full_name, linkedin_slug, first_seen_at, other_first_seen_at
from possible_duplicates
order by linkedin_slug, profile_id, other_profile_id
limit :limit
