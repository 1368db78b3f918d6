import type { Database } from "../../../src/database/database.ts";

/** Two specs, two runs, four calls (the last in suspense) and three invented people. */
const STATEMENTS = [
  `insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled,
     priority)
   values ('berlin', 1, 'b', '{}', 30, 2, false, true, 0), ('paris', 1, 'p', '{}', 30, 2, false, true, 0)`,
  `insert into runs (selection) values ('{}'), ('{}')`,
  `insert into passes (spec, fingerprint, refresh) values ('paris', 'p', false), ('berlin', 'b', false)`,
  `insert into walks (run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority, pass_id)
   values (1, 'paris', 1, 'p', '{}', 30, 2, 0, 1), (2, 'berlin', 1, 'b', '{}', 30, 2, 0, 2)`,
  `insert into calls (run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone,
     reserved_credits, credits, day, month, profiles, profiles_new, answered_at)
   values (1, 1, 1, 'paris', 1, 1, 'settled', 'answered', 'k', '', false, 25, 2, '2026-01-01', '2026-01', 2, 2, '2026-01-01 23:30Z'),
     (1, 1, 1, 'paris', 2, 1, 'settled', 'answered', 'k', '', false, 25, 1, '2026-01-02', '2026-01', 1, 0, '2026-01-02Z'),
     (2, 2, 2, 'berlin', 1, 1, 'settled', 'answered', 'k', '', false, 25, 3, '2026-01-02', '2026-01', 3, 1, '2026-01-02 08:00Z'),
     (2, 2, 2, 'berlin', 2, 1, 'suspense', 'unknown', 'k', '', false, 25, null, '2026-01-02', '2026-01', null, null, null)`,
  `insert into profiles (profile_id, full_name, linkedin_slug, current_title, current_company, skills, experiences,
     educations, first_seen_at, last_changed_at)
   values ('ada', 'Ada Beispiel', 'ada-b', 'CTO', 'Umbra', '{SQL,Go}',
       '[{"title": "CTO", "companyName": "Umbra", "companyDomain": "umbra.example", "location": "Paris", "startDate": "2026-01", "endDate": null, "isCurrent": true, "description": "All of it"},
         {"title": "Engineer", "companyName": "Lumen", "isCurrent": null}]',
       '[{"school": "ETH", "diploma": "MSc", "specialization": "Maths", "startDate": "2001", "endDate": "2005", "description": null}]',
       '2026-01-01 23:30Z', '2026-01-02 08:00Z'),
     ('ada-2', 'Ada B.', 'ada-b', null, null, '{}', '[]', '[]', '2026-01-02 08:00Z', '2026-01-02 08:00Z'),
     ('bo', 'Bo Invento', null, 'Chef', 'Cuisine', '{}', '[]', '[]', '2026-01-01 23:30Z', '2026-01-01 23:30Z')`,
  // Raw forms as they may come: jsonb would refuse the first.
  String.raw`insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, current_title,
     current_company, call_id, received_at)
   values ('ada', '1', '{"profile_id":"ada","headline":"a\u0000b"}', false, false, 'Engineer', 'Lumen', 1, '2026-01-01 23:30Z'),
     ('bo', '2', '{}', false, false, 'Chef', 'Cuisine', 1, '2026-01-01 23:30Z'),
     ('ada', '3', '{}', false, false, null, null, 2, '2026-01-02Z'),
     ('ada', '4', '{}', false, false, 'CTO', 'Umbra', 3, '2026-01-02 08:00Z'),
     ('ada', '5', '{}', true, false, 'CTO', 'Umbra', 3, '2026-01-02 08:00Z'),
     ('ada-2', '6', '{}', false, false, null, null, 3, '2026-01-02 08:00Z')`,
  "update profile_versions set job_changed = true, previous_title = 'Engineer', previous_company = 'Lumen' where hash = '4'",
  `insert into sightings (call_id, position, profile_id, version_id, seen_at)
   values (1, 0, 'ada', 1, '2026-01-01 23:30Z'), (1, 1, 'bo', 2, '2026-01-01 23:30Z'), (2, 0, 'ada', 3, '2026-01-02Z'),
     (3, 0, 'ada', 4, '2026-01-02 08:00Z'), (3, 1, 'ada', 5, '2026-01-02 08:00Z'), (3, 2, 'ada-2', 6, '2026-01-02 08:00Z')`,
  `insert into contacts (profile_id, kind, value, type)
   values ('ada', 'email', 'ada@umbra.example', 'work'), ('ada', 'email', 'a@umbra.example', 'work'),
     ('ada', 'phone', '+49 30 0', null), ('bo', 'email', 'bo@home.example', 'personal'), ('ada-2', 'email', 'x@y.example', null)`,
];

/** Fills an empty store with a few rows of which every answer can be told by hand. */
export async function seed(db: Database): Promise<void> {
  for (const statement of STATEMENTS) await db.pool.query(statement);
}
