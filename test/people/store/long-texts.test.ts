import { expect, inject, it } from "vitest";
import { openTestDatabase } from "../../support/test-database.ts";

it("a person with texts that no index can hold is stored all the same, and found by what they begin with", async () => {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  await db.pool.query(`
    with odd as (select 'Needle ' || string_agg(md5(i::text), ' ') as text from generate_series(1, 50000) as i)
    insert into profiles (profile_id, full_name, current_title, headline, current_company, location, skills, summary,
      experiences, educations)
    select 'odd', text, text, text, text, text, array[text, 'SQL'], text,
      jsonb_build_array(jsonb_build_object('title', text, 'companyName', text)), jsonb_build_array(jsonb_build_object('school', text))
    from odd`);
  const { rows } = await db.pool.query(
    `select profile_id from candidates where title_folded like 'needle%' and company_folded like containing('needle')
       and skills_folded @> fold_list('sql') and document @@ search_question('needle')`,
  );
  expect(rows).toEqual([{ profile_id: "odd" }]);
  await close();
});
