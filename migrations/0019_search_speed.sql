-- What people are searched by, made in a third of the time. Functions that are not strict become part of the statement
-- that calls them, and "offset 0" keeps what is read of a job from being read again for each use.

create or replace function fold_text(value text) returns text language sql immutable parallel safe
return case
  when octet_length(value) = length(value) and value !~ '\s\s|^\s|\s$|[\t\n\r]' then lower(value)
  else btrim(regexp_replace(replace(replace(replace(translate(
    regexp_replace(lower(normalize(value, NFKD)), '[\u0300-\u036f]+', '', 'g'),
    'øłđðıħ', 'olddih'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '\s+', ' ', 'g'))
end;
--> statement-breakpoint
create or replace function search_words(value text) returns tsvector language sql immutable parallel safe
return to_tsvector('simple'::regconfig, case when octet_length(value) = length(value) then value else fold_text(value) end);
--> statement-breakpoint
drop function career_of(jsonb, text, text);
--> statement-breakpoint
-- Overlapping jobs count once; a job that has ended without saying when counts for nothing. No text of any length keeps a
-- paid page out: an index holds at most 2.7 kB, a tsvector 1 MB.
create or replace function index_profiles() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into profile_search as known (profile_id, name, title, headline, company, location, skills, companies, schools,
    role_since, working_since, months_before, document)
  select p.profile_id, p.name, left(p.title, 300), p.headline_folded, left(p.company, 300), left(fold_text(location), 300),
    array(select left(fold_text(skill), 300) from unnest(p.skills) as skill), coalesce(job.companies, '{}'),
    coalesce(school.names, ''),
    case when current_title is not null or current_company is not null
      then coalesce(job.same_job, job.same_company, job.newest) end,
    job.working_since,
    (select round(sum(upper(span) - lower(span)) / 30.4375)::integer
      from unnest(job.past - datemultirange(daterange(coalesce(job.working_since, 'infinity'), null))) as span),
    setweight(search_words(left(concat_ws(' ', current_title, headline), 20000)), 'A')
      || setweight(search_words(left(array_to_string(p.skills, ' '), 20000)), 'B')
      || setweight(search_words(left(coalesce(job.titles, ''), 20000)), 'C')
      || setweight(search_words(left(coalesce(summary, ''), 20000)), 'D')
  from (select *, fold_text(full_name) as name, fold_text(current_title) as title, fold_text(headline) as headline_folded,
      fold_text(current_company) as company from changed offset 0) as p,
    lateral (
      select max(starts) filter (where is_current and same_title and same_company) as same_job,
        max(starts) filter (where is_current and same_company) as same_company,
        max(starts) filter (where is_current) as newest, min(starts) filter (where is_current) as working_since,
        range_agg(daterange(starts, greatest(ends, starts)))
          filter (where not is_current and starts is not null and ends is not null) as past,
        array_agg(distinct left(company, 300)) filter (where company is not null) as companies,
        string_agg(title, ' ') as titles
      from (select title, company, fold_text(title) = p.title as same_title, company = p.company as same_company,
          starts, ends, is_current
        from (select entry->>'title' as title, fold_text(entry->>'companyName') as company,
            partial_date(entry->>'startDate') as starts, partial_date(entry->>'endDate') as ends,
            coalesce((entry->>'isCurrent')::boolean, entry->>'endDate' is null) as is_current
          from jsonb_array_elements(p.experiences) as entry offset 0) as read) as jobs) as job,
    lateral (select string_agg(distinct fold_text(entry->>'school'), E'\n') as names
      from jsonb_array_elements(p.educations) as entry) as school
  order by p.profile_id
  on conflict (profile_id) do update set name = excluded.name, title = excluded.title, headline = excluded.headline,
    company = excluded.company, location = excluded.location, skills = excluded.skills, companies = excluded.companies,
    schools = excluded.schools, role_since = excluded.role_since, working_since = excluded.working_since,
    months_before = excluded.months_before, document = excluded.document
    where known is distinct from excluded;
  return null;
end $$;
--> statement-breakpoint
-- Whole answers and raw forms are packed faster where the server can; what is stored already stays as it is.
do $$ begin
  alter table call_bodies alter column body set compression lz4;
  alter table profile_versions alter column raw set compression lz4;
exception when feature_not_supported then null;
end $$;
