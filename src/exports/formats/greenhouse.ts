import type { ExportColumn, ExportFormat } from "./export-format.ts";
import { firstNameOf, lastNameOf, refuseNameless } from "./import-fields.ts";

/**
 * The fields of the template for prospects that an export can fill; both names are required. The other fields (Website, Job,
 * Department, Office, Prospect Pool, Prospect Stage, Who gets credit) are set for the whole file during the upload.
 */
const COLUMNS: readonly ExportColumn[] = [
  { name: "First Name", value: firstNameOf, required: true },
  { name: "Last Name", value: lastNameOf, required: true },
  { name: "Company", value: ({ current_company }) => current_company },
  { name: "Title", value: ({ current_title }) => current_title },
  { name: "Phone", value: ({ phones }) => phones[0] ?? null, isPhone: true },
  { name: "Email", value: ({ emails }) => emails[0] ?? null },
  { name: "Social Media", value: ({ linkedin_url }) => linkedin_url },
  { name: "Address", value: ({ location }) => location },
  { name: "Source", value: () => "Leonar" },
  { name: "Notes", value: ({ headline }) => headline },
];

/**
 * Bulk import of prospects into Greenhouse Recruiting. Fields, required fields and the maximum of 8,000 people at a time come
 * from "Bulk import prospects from spreadsheet" (support.greenhouse.io, article 203871039). Greenhouse sends an e-mail to
 * prospects of jobs under GDPR rules as soon as they are imported.
 */
export const greenhouse: ExportFormat = {
  name: "greenhouse",
  about: "bulk import of prospects into Greenhouse",
  lines: "csv",
  columns: () => COLUMNS,
  rowsPerFile: 8_000,
  key: null,
  needsContacts: true,
  onePerProfile: true,
  refuse: refuseNameless,
};
