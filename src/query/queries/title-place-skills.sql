-- Who has a title, lives in a place and has all of some skills; each may be left out.
-- :title text = ""  words within the current title
-- :place text = ""  words within the location
-- :skills list = ""  skills, all of which the person has
select profile_id, full_name, current_title, current_company, location, skills_text, linkedin_url
from candidates
where (:title = '' or title_folded like containing(:title))
  and (:place = '' or location_folded like containing(:place))
  and (fold_list(:skills) = '{}' or skills_folded @> fold_list(:skills))
limit :limit
