import type { Access } from "../../privacy/store/audit/record-access.ts";
import { UsageError } from "../../values/errors.ts";
import { actorName } from "../actor-name.ts";
import type { App } from "../open-app.ts";

/**
 * Does work that gives data of people, and leaves a row in the audit: also where it fails or is interrupted after it has given
 * some. `count` adds to how many were given. The actor is the account of this process unless told.
 * @throws UsageError for a login that may not add to the audit, before anything is given
 */
export async function audited<Result>(
  { audit }: Pick<App, "audit">,
  access: Pick<Access, "command" | "subject"> & Partial<Pick<Access, "actor">>,
  work: (count: (people: number) => void) => Promise<Result>,
): Promise<Result> {
  if (!(await audit.mayRecord()))
    throw new UsageError(
      "this login may not add to the audit, and nothing that holds contacts is given without it: use the login of the writer, of privacy or of the owner",
    );
  let people = 0;
  const record = () => audit.record({ actor: actorName(), ...access, people });
  try {
    const result = await work((more) => {
      people += more;
    });
    await record();
    return result;
  } catch (error) {
    if (people > 0) await record();
    throw error;
  }
}
