import type { ExportColumn, ExportFormat } from "./export-format.ts";
import { cityOf, firstNameOf, lastNameOf, refuseNameless } from "./import-fields.ts";

/** The labels of HubSpot's own contact properties, which its import recognises. */
const COLUMNS: readonly ExportColumn[] = [
  { name: "Email", value: ({ emails }) => emails[0] ?? null, required: true },
  { name: "First Name", value: firstNameOf },
  { name: "Last Name", value: lastNameOf },
  { name: "Phone Number", value: ({ phones }) => phones[0] ?? null, isPhone: true },
  { name: "Job Title", value: ({ current_title }) => current_title },
  { name: "Company Name", value: ({ current_company }) => current_company },
  { name: "City", value: ({ location }) => cityOf(location) },
  { name: "LinkedIn URL", value: ({ linkedin_url }) => linkedin_url },
];

/**
 * Import of contacts into HubSpot. "Set up import files" (knowledge.hubspot.com) asks for UTF-8, a header and at most 1,048,576
 * rows a file, header included, on paid plans; free plans take 20 MB a file. "Deduplicate records in HubSpot" says that only
 * the e-mail address identifies a contact: of two rows with one address, HubSpot would keep the last.
 */
export const hubspot: ExportFormat = {
  name: "hubspot",
  about: "import of contacts into HubSpot, keyed on e-mail",
  lines: "csv",
  columns: () => COLUMNS,
  rowsPerFile: 1_048_575,
  key: "Email",
  needsContacts: true,
  onePerProfile: true,
  refuse: refuseNameless,
};
