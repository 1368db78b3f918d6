-- Pairs of people with one LinkedIn name and two ids. Reads the names of everybody.
select profile_id, full_name, other_profile_id, other_full_name, linkedin_slug, first_seen_at, other_first_seen_at
from (
  select linkedin_slug from profiles where linkedin_slug is not null
  group by linkedin_slug having count(*) > 1 order by linkedin_slug limit :limit
) as shared join possible_duplicates using (linkedin_slug)
order by linkedin_slug, profile_id, other_profile_id
limit :limit
