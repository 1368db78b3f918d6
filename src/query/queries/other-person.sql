-- Ids that probably name another person now than before, newest first. Contacts of the former person are not handed on.
-- :days integer = 365  how many days back
select profile_id, previous_name, full_name, noticed_at, spec
from possible_other_people
where noticed_at > now() - make_interval(days => :days)
order by noticed_at desc, profile_id
limit :limit
