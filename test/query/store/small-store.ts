import type { Database } from "../../../src/database/database.ts";

const ago = (days: number) => `now() - interval '${days} days'`;

/** Three specs; runs 40 and 10 days and an hour ago; six invented people, whom a person can keep in mind. */
const STATEMENTS = [
  `insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled,
     priority, owner)
   select spec, 1, spec, '{}', 30, 2, false, true, 0, 'Kim' from unnest(array['berlin', 'lyon', 'paris']) as spec`,
  "insert into runs (selection) values ('{}'), ('{}'), ('{}')",
  `insert into passes (spec, fingerprint, refresh) select spec, spec, false from search_specs`,
  `insert into walks (run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority)
   select id, spec, 1, spec, '{}', 30, 2, 0 from runs, search_specs order by id, spec`,
  // Calls 1 to 6: paris and berlin in each of the runs.
  `insert into calls (run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone, reserved_credits,
     credits, day, month, profiles, answered_at)
   select run, walks.id, 1, walks.spec, 1, 1, 'settled', 'answered', 'k', '', false, 25, cost, '2026-01-01', '2026-01', cost, at
   from (values (1, 'paris', 3, ${ago(40)}), (1, 'berlin', 1, ${ago(40)}), (2, 'paris', 2, ${ago(10)}),
     (2, 'berlin', 1, ${ago(10)}), (3, 'paris', 1, ${ago(0.04)}), (3, 'berlin', 3, ${ago(0.04)})) as made(run, spec, cost, at)
   join walks on walks.run_id = run and walks.spec = made.spec order by run, made.spec desc`,
  `insert into profiles (profile_id, full_name, linkedin_slug, location, current_title, current_company, skills, experiences,
     educations, open_to_work, first_seen_at, last_changed_at)
   values
   ('ada', 'Ada Beispiel', 'ada-b', 'Paris, France', 'Senior Product Manager', 'Société Générale', '{SQL,Python,Go}',
     '[{"title": "Senior Product Manager", "companyName": "Société Générale", "startDate": "2018-03", "endDate": null, "isCurrent": true}]',
     '[]', null, ${ago(40)}, ${ago(40)}),
   ('bo', 'Bo Invento', 'bo-i', 'Lyon, France', 'Chef de Produit', 'Umbra', '{sql}',
     '[{"title": "Chef de Produit", "companyName": "UMBRA ", "startDate": "2021", "endDate": null, "isCurrent": true}]',
     '[{"school": "École Polytechnique", "diploma": "MSc", "endDate": "2012"}, {"school": "ETH Zürich", "diploma": "PhD"}]',
     null, ${ago(40)}, ${ago(40)}),
   ('cy', 'Cy Muster', 'cy-m', 'Paris, France', 'CTO', 'Umbra', '{Go}',
     '[{"title": "CTO", "companyName": "Umbra", "startDate": "2026-01", "isCurrent": true},
       {"title": "Engineer", "companyName": "Lumen", "startDate": "2015", "endDate": "2026-01", "isCurrent": false}]',
     '[]', null, ${ago(40)}, ${ago(10)}),
   ('di', 'Di Example', 'di-e', 'Berlin, Germany', 'Designer', 'Lumen', '{}',
     '[{"title": "Designer", "companyName": "Lumen", "startDate": "2020-05", "isCurrent": true},
       {"title": "Intern", "companyName": "Lumen", "startDate": "2019", "endDate": "2020", "isCurrent": false}]',
     '[]', true, ${ago(0.04)}, ${ago(0.04)}),
   ('eve', 'Eve Prøve', 'eve-p', 'Berlin, Germany', 'Designer', 'Lumen', '{}', '[]',
     '[{"school": "Polytechnique Montréal", "diploma": "BSc", "endDate": "2020"}]', true, ${ago(40)}, ${ago(0.04)}),
   ('fay', 'Eve P.', 'eve-p', 'Berlin, Germany', null, null, '{}', '[]', '[]', null, ${ago(10)}, ${ago(10)})`,
  `insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, current_title,
     current_company, open_to_work, call_id, received_at)
   select profile_id, '', '{}', false, false, title, company, open, call, answered_at
   from (values (1, 'ada', 'Senior Product Manager', 'Société Générale', null, 1), (2, 'bo', 'Chef de Produit', 'Umbra', null, 1),
     (3, 'cy', 'Engineer', 'Lumen', null, 1), (4, 'eve', 'Designer', 'Lumen', false, 2), (5, 'cy', 'CTO', 'Umbra', null, 3),
     (6, 'fay', null, null, null, 4), (7, 'di', 'Designer', 'Lumen', true, 5), (8, 'eve', 'Designer', 'Lumen', true, 6))
     as said(place, profile_id, title, company, open, call)
   join calls on calls.id = call order by place`,
  "update profile_versions set job_changed = true, previous_title = 'Engineer', previous_company = 'Lumen' where id = 5",
  "update profile_versions set open_to_work_changed = true where id = 8",
  "update profile_versions set another_person = true, previous_name = 'Otto Vorher' where id = 6",
  `insert into sightings (call_id, position, profile_id, version_id, seen_at)
   select call, position, profile_id, version, answered_at
   from (values (1, 0, 'ada', 1), (1, 1, 'bo', 2), (1, 2, 'cy', 3), (2, 0, 'eve', 4), (3, 0, 'ada', 1), (3, 1, 'cy', 5),
     (4, 0, 'fay', 6), (5, 0, 'di', 7), (6, 0, 'di', 7), (6, 1, 'ada', 1), (6, 2, 'eve', 8))
     as shown(call, position, profile_id, version)
   join calls on calls.id = call`,
  `insert into contacts (profile_id, kind, value, type)
   values ('ada', 'email', 'ada@sg.example', 'work'), ('di', 'email', 'di@x.example', null), ('cy', 'phone', '+1 0', null)`,
  `insert into exports (destination, format, people, undone_at)
   values ('greenhouse', 'csv', 2, null), ('greenhouse', 'csv', 1, now()), ('hubspot', 'csv', 1, null)`,
  "insert into export_people (export_id, profile_id) values (1, 'ada'), (1, 'cy'), (2, 'bo'), (3, 'eve')",
  "update settings set credit_price = 0.50, credit_currency = 'EUR', retention_days = 30",
];

export async function fillSmallStore(db: Database): Promise<void> {
  for (const statement of STATEMENTS) await db.pool.query(statement);
}
