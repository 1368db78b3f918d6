import { type Office, openOffice } from "../../composition/open-app.ts";
import { readConfig } from "../../operations/config.ts";

/** Opens the configured store for one piece of work that needs no key, and closes it whatever happens. */
export async function withOffice<Result>(work: (office: Office) => Promise<Result>): Promise<Result> {
  const office = await openOffice(readConfig());
  try {
    return await work(office);
  } finally {
    await office.close();
  }
}
