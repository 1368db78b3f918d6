import type { ExportColumn, ExportFormat } from "./export-format.ts";

/**
 * Fields of the template for prospects that an export can fill; both names are required. The others (Website, Job,
 * Department, Office, Prospect Pool, Prospect Stage, Who gets credit) are chosen for the whole file while it is uploaded.
 */
const COLUMNS: readonly ExportColumn[] = [
  { name: "First Name", value: ({ first_name }) => first_name, required: true },
  { name: "Last Name", value: ({ last_name }) => last_name, required: true },
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
 * Bulk import of prospects into Greenhouse Recruiting, as "Bulk import prospects from spreadsheet" describes it
 * (support.greenhouse.io, article 203871039): fields, required ones, and at most 8,000 people at a time. Prospects of
 * jobs that follow the GDPR are written to by Greenhouse as soon as they are imported.
 */
export const greenhouse: ExportFormat = {
  name: "greenhouse",
  about: "bulk import of prospects into Greenhouse",
  lines: "csv",
  columns: () => COLUMNS,
  rowsPerFile: 8_000,
  key: null,
  needsContacts: true,
};
