-- Pairs of specs that found the same people, most first. Reads all sightings.
-- :spec text = ""  only pairs with this spec
select spec, other_spec, shared_people, people, share, other_people, other_share
from spec_overlap
where :spec = '' or :spec in (spec, other_spec)
order by shared_people desc, spec, other_spec
limit :limit
