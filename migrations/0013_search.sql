-- What people are searched by. No extension is needed; the database must be in UTF-8.

create function fold_text(value text) returns text language sql immutable strict parallel safe
return case
  when octet_length(value) = length(value) and value !~ '\s\s|^\s|\s$|[\t\n\r]' then lower(value)
  else btrim(regexp_replace(replace(replace(replace(translate(
    regexp_replace(lower(normalize(value, NFKD)), '[\u0300-\u036f]+', '', 'g'),
    'øłđðıħ', 'olddih'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '\s+', ' ', 'g'))
end;
--> statement-breakpoint
comment on function fold_text(text) is 'A text without regard to case, accents and blanks: "  Société Générale" gives "societe generale".';
--> statement-breakpoint
create function search_words(value text) returns tsvector language sql immutable strict parallel safe
return to_tsvector('simple'::regconfig, case when octet_length(value) = length(value) then value else fold_text(value) end);
--> statement-breakpoint
comment on function search_words(text) is 'The words of a text as profile_search.document holds them, in no language in particular.';
--> statement-breakpoint
create function search_question(value text) returns tsquery language sql immutable strict parallel safe
return websearch_to_tsquery('simple'::regconfig, fold_text(value));
--> statement-breakpoint
comment on function search_question(text) is 'What people type into a search box, with "phrases", or and -without, for document @@ search_question(…).';
--> statement-breakpoint
create function partial_date(value text) returns date language plpgsql immutable strict parallel safe as $$
declare
  first_day date;
begin
  if value !~ '^(19|20)\d\d($|-)' then return null; end if;
  first_day := make_date(left(value, 4)::integer,
    case when substr(value, 6, 2) ~ '^(0[1-9]|1[0-2])$' then substr(value, 6, 2)::integer else 1 end, 1);
  if public.date_precision(value) <> 'day' then return first_day; end if;
  return least(first_day + substr(value, 9, 2)::integer - 1, (first_day + interval '1 month' - interval '1 day')::date);
end $$;
--> statement-breakpoint
comment on function partial_date(text) is 'The first day of "2021", "2021-03" or "2021-03-05"; null for anything else. See date_precision.';
--> statement-breakpoint
create function date_precision(value text) returns text language sql immutable strict parallel safe
return case
  when value !~ '^(19|20)\d\d($|-)' then null
  when substr(value, 6, 2) !~ '^(0[1-9]|1[0-2])$' then 'year'
  when substr(value, 9, 2) ~ '^(0[1-9]|[12]\d|3[01])$' then 'day'
  else 'month'
end;
--> statement-breakpoint
comment on function date_precision(text) is 'How precise a date as text is: year, month or day; null for what is no date.';
--> statement-breakpoint
-- Overlapping jobs count once; a job that has ended without saying when counts for nothing.
create function career_of(experiences jsonb, current_title text, current_company text,
  out role_since date, out working_since date, out months_before integer) language sql immutable parallel safe
begin atomic
  with job as (
    select partial_date(entry->>'startDate') as starts, partial_date(entry->>'endDate') as ends,
      coalesce((entry->>'isCurrent')::boolean, entry->>'endDate' is null) as is_current,
      fold_text(entry->>'title') = fold_text(current_title) as same_title,
      fold_text(entry->>'companyName') = fold_text(current_company) as same_company
    from jsonb_array_elements(experiences) as entry
  ), summed as (
    select max(starts) filter (where is_current and same_title and same_company) as same_job,
      max(starts) filter (where is_current and same_company) as same_company,
      max(starts) filter (where is_current) as newest, min(starts) filter (where is_current) as working_since,
      range_agg(daterange(starts, greatest(ends, starts)))
        filter (where not is_current and starts is not null and ends is not null) as past
    from job
  )
  select case when current_title is not null or current_company is not null
      then coalesce(same_job, same_company, newest) end,
    working_since,
    (select round(sum(upper(span) - lower(span)) / 30.4375)::integer
      from unnest(past - datemultirange(daterange(coalesce(working_since, 'infinity'), null))) as span)
  from summed;
end;
--> statement-breakpoint
comment on function career_of(jsonb, text, text) is 'Since when somebody has the current role and is at work without a break in current jobs, and months of work before.';
--> statement-breakpoint
-- No text of any length keeps a paid page out: an index holds at most 2.7 kB, a tsvector 1 MB.
create function index_profiles() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into profile_search as known (profile_id, name, title, headline, company, location, skills, companies, schools,
    role_since, working_since, months_before, document)
  select p.profile_id, fold_text(full_name), left(fold_text(current_title), 300), fold_text(headline),
    left(fold_text(current_company), 300), left(fold_text(location), 300),
    array(select left(fold_text(skill), 300) from unnest(p.skills) as skill), coalesce(job.companies, '{}'),
    coalesce(school.names, ''), career.role_since, career.working_since, career.months_before,
    setweight(search_words(left(concat_ws(' ', current_title, headline), 20000)), 'A')
      || setweight(search_words(left(array_to_string(p.skills, ' '), 20000)), 'B')
      || setweight(search_words(left(coalesce(job.titles, ''), 20000)), 'C')
      || setweight(search_words(left(coalesce(summary, ''), 20000)), 'D')
  from changed p,
    career_of(p.experiences, current_title, current_company) as career,
    lateral (select array_agg(distinct left(fold_text(entry->>'companyName'), 300))
        filter (where entry->>'companyName' is not null) as companies, string_agg(entry->>'title', ' ') as titles
      from jsonb_array_elements(p.experiences) as entry) as job,
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
create trigger index_new_profiles after insert on profiles referencing new table as changed
  for each statement execute function index_profiles();
--> statement-breakpoint
create trigger index_changed_profiles after update on profiles referencing new table as changed
  for each statement execute function index_profiles();
--> statement-breakpoint
-- A job has changed where a title or a company differs from the last one known; what a version leaves out is no change.
create function mark_version_changes(profile_ids text[]) returns void language plpgsql
  set search_path = pg_catalog, public as $$
declare
  version record;
  person text;
  title text;
  company text;
  open boolean;
  changed boolean;
begin
  for version in select * from profile_versions where profile_id = any(profile_ids) order by profile_id, call_id, id loop
    if person is distinct from version.profile_id then
      person := version.profile_id; title := null; company := null; open := null;
    end if;
    changed := coalesce(fold_text(version.current_title) <> fold_text(title), false)
      or coalesce(fold_text(version.current_company) <> fold_text(company), false);
    update profile_versions set job_changed = changed,
        previous_title = case when changed then title end, previous_company = case when changed then company end,
        open_to_work_changed = coalesce(version.open_to_work <> open, false)
      where id = version.id
        and (job_changed, previous_title, previous_company, open_to_work_changed) is distinct from (changed,
          case when changed then title end, case when changed then company end,
          coalesce(version.open_to_work <> open, false));
    title := case when changed then version.current_title else coalesce(version.current_title, title) end;
    company := case when changed then version.current_company else coalesce(version.current_company, company) end;
    open := coalesce(version.open_to_work, open);
  end loop;
end $$;
--> statement-breakpoint
comment on function mark_version_changes(text[]) is 'Marks the versions of these people that name another job, or say otherwise whether they are open to work, than those before.';
--> statement-breakpoint
alter table settings add constraint settings_one_row check (id);
--> statement-breakpoint
insert into settings (id) values (true);
--> statement-breakpoint
-- People who are stored already.
update profiles set last_changed_at = last_changed_at;
--> statement-breakpoint
select mark_version_changes(array(select profile_id from profiles));
