import type { App } from "../../composition/open-app.ts";
import { makeForget } from "../../composition/open-erasure.ts";
import { audited } from "../../composition/privacy/audited.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import { type ForgetResult, forget, refuseMany } from "../../privacy/forget.ts";
import { readTarget } from "../../privacy/read-target.ts";
import { UsageError } from "../../values/errors.ts";
import { confirm } from "../command/confirm.ts";
import { withApp } from "../command/with-app.ts";
import { renderErasurePlan, renderForgotten } from "./render-erasure.ts";
import { renderScrub } from "./render-scrub.ts";

export interface ForgetOptions {
  /** The text is an id as it is. */
  readonly id?: boolean;
  readonly preview?: boolean;
  readonly yes?: boolean;
  /** More than three people may be erased at once. */
  readonly allOfThem?: boolean;
}

/**
 * Erases a person and keeps runs from storing them again, or shows what that would do. Returns the exit code.
 * @throws UsageError also without a terminal to ask on and without --yes
 */
export async function forgetPerson(text: string, options: ForgetOptions): Promise<void> {
  if (options.preview !== true && options.yes !== true && !canAsk())
    throw new UsageError("there is no terminal to ask on: look with --preview first, then say --yes");
  return withApp(async (app) => {
    const keys = await readKeys(app, text, options);
    const { allOfThem = false, preview = false, yes = false } = options;
    if (preview || !yes) {
      const plan = await app.privacy.planErasure(keys);
      // The plan names every address of the people whom it finds, as `person` does.
      await audited(app, { command: "person", subject: null }, async (count) => {
        count(plan.people.length);
        process.stdout.write(renderErasurePlan(plan));
      });
      if (preview) return;
      if (!allOfThem) refuseMany(plan);
      if (!(await confirm(`Erase ${plan.people.length} people and keep them from coming back?`))) {
        process.stderr.write("Nothing was erased.\n");
        return;
      }
    }
    const forgotten = await forget(await makeForget(app), keys, { allOfThem });
    process.stdout.write(renderForgotten(forgotten));
    narrate(forgotten);
  });
}

function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
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

function narrate({ erased, exports, scrub }: ForgetResult): void {
  const found =
    erased.people === 0
      ? "Nobody of them is stored; should a run show them, it stores nothing. If you gave a name, `sourcing person NAME` finds its id."
      : "No run brings them back.";
  const elsewhere = exports.length === 0 ? "" : " Delete them where they were exported, too.";
  process.stderr.write(
    `${found}${elsewhere} Logs and queues hold no personal data; old backups do until you delete them.\n${renderScrub(scrub)}`,
  );
}
