import type { App } from "../../composition/open-app.ts";
import { makeForget } from "../../composition/open-erasure.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import { type ForgetResult, forget } from "../../privacy/forget.ts";
import { readTarget } from "../../privacy/read-target.ts";
import { UsageError } from "../../values/errors.ts";
import { confirm } from "../command/confirm.ts";
import { withApp } from "../command/with-app.ts";
import { renderErasurePlan, renderForgotten } from "./render-erasure.ts";

export interface ForgetOptions {
  /** The text is an id as it is. */
  readonly id?: boolean;
  readonly preview?: boolean;
  readonly yes?: boolean;
}

/** Erases somebody and keeps them from coming back, or shows what that would do. Gives the exit code. @throws UsageError */
export async function forgetPerson(text: string, options: ForgetOptions): Promise<number> {
  return withApp(async (app) => {
    const keys = await readKeys(app, text, options);
    const isAsked = options.yes !== true && process.stdin.isTTY === true && process.stderr.isTTY === true;
    if (options.preview === true || isAsked) {
      const plan = await app.privacy.planErasure(keys);
      process.stdout.write(renderErasurePlan(plan));
      if (options.preview === true) return 0;
      if (!(await confirm(`Erase ${plan.people.length} people and keep them from coming back?`))) {
        process.stderr.write("Nothing was erased.\n");
        return 0;
      }
    }
    const forgotten = await forget(await makeForget(app), keys);
    process.stdout.write(renderForgotten(forgotten));
    narrate(forgotten);
    return 0;
  });
}

/** @throws UsageError for a text that names no person for sure */
async function readKeys(
  { privacy }: App,
  text: string,
  { id: isId = false }: ForgetOptions,
): Promise<PersonKey[]> {
  const keys = await readTarget(text, { isId, isStored: (profileId) => privacy.isStored(profileId) });
  if (keys.length > 0) return keys;
  throw new UsageError(
    "that is not the id of a stored person, nor one LinkedIn address, e-mail address or phone number: write a LinkedIn name " +
      "as in/NAME, add --id if it is an id, or find the id of a name with `sourcing person NAME`",
  );
}

function narrate({ erased, exports }: ForgetResult): void {
  const found =
    erased.people === 0
      ? "Nobody of them is stored; should a run show them, it stores nothing. If you gave a name, `sourcing person NAME` finds its id."
      : "No run brings them back.";
  const elsewhere = exports.length === 0 ? "" : " Delete them where they were exported, too.";
  process.stderr.write(
    `${found}${elsewhere} Logs and queues hold no personal data; old backups do until you delete them.\n`,
  );
}
