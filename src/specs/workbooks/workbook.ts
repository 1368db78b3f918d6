/** The sheets of a workbook without their cells, which are read of one sheet only. */
export interface Workbook {
  /** The visible sheets in order, then the hidden ones. */
  readonly sheetNames: readonly string[];
  readRows(sheetName: string): (readonly string[])[];
}

/** A cell of a date as text, in a form that no column takes for anything else. */
export function dateText(date: Date): string {
  return date.toISOString().slice(0, 19).replace("T", " ");
}
