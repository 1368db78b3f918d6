-- Who is stored longer than RETENTION_DAYS allows, longest first; `sourcing retention` deletes them.
select profile_id, full_name, first_seen_at, due_at
from retention_due
order by first_seen_at, profile_id
limit :limit
