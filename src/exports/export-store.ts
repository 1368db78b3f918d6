/** One candidate as exported; names and values of the view `candidates`. */
export interface Candidate {
  readonly profile_id: string;
  readonly full_name: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly headline: string | null;
  readonly location: string | null;
  readonly current_title: string | null;
  readonly current_company: string | null;
  readonly linkedin_url: string | null;
  /** With commas between. */
  readonly skills: string | null;
  /** With commas between. */
  readonly specs: string | null;
  readonly open_to_work: boolean | null;
  readonly first_seen_at: Date;
  readonly last_changed_at: Date;
  readonly last_seen_at: Date | null;
  readonly has_work_email: boolean;
  readonly has_personal_email: boolean;
  readonly has_phone: boolean;
  /** Verified ones first, then those for work; empty where contacts were not asked for. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** What the query says of the person; empty where none was asked. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** Who is asked for. */
export interface ExportFilter {
  /** Only who changed since; null: everybody. */
  readonly since: Date | null;
  /** Only whom these specs found; null: everybody. */
  readonly specs: readonly string[] | null;
  /** Only whom this statement gives by their `profile_id`, in its order; null: everybody. */
  readonly query: { readonly sql: string; readonly parameters: readonly string[] } | null;
  /** Only who was never exported to `destination`. */
  readonly isNew: boolean;
  readonly destination: string;
  /** Whether addresses and numbers are given too. */
  readonly contacts: boolean;
}

/** What is remembered of an export besides its people. */
export interface ExportNote {
  readonly destination: string;
  readonly format: string;
  /** Rows that the format could not take. */
  readonly leftOut: number;
  /** Options by which people were chosen; never what could name a person. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly contacts: boolean;
}

export interface ExportRecord extends ExportNote {
  /** Its number. */
  readonly id: number;
  readonly people: number;
  readonly exportedAt: Date;
  readonly undoneAt: Date | null;
}

/** Who goes into the file under which key; null: its format has none. */
export interface ExportedPerson {
  readonly profileId: string;
  readonly key: string | null;
}

export type Completed =
  | { readonly kind: "recorded"; readonly exportId: number }
  /** Nobody was handed over. */
  | { readonly kind: "empty" }
  /** So many of the people handed over are no longer stored: nothing was published or recorded. */
  | { readonly kind: "erased"; readonly people: number };

/** The people of one export, chosen at one moment. */
export interface ExportSet {
  readonly people: number;
  /** Names of what the query says besides `profile_id`, in its order. */
  readonly more: readonly string[];
  /** In batches; who was erased meanwhile is not among them. */
  batches(): AsyncIterable<Candidate[]>;
  /** Notes who goes into the file. Gives the ids of those noted: the others have a key that somebody before has. */
  markExported(people: readonly ExportedPerson[]): Promise<ReadonlySet<string>>;
  /** Records the export once `publish` has made it last; neither happens without the other. */
  complete(note: ExportNote, publish: () => Promise<void>): Promise<Completed>;
}

/** Hand-overs of candidates. Every method may throw StoreUnavailable. */
export interface ExportStore {
  /**
   * Lends a selection. Of two with `isNew` for one destination, the second is refused while the first is at work.
   * @throws UsageError for that, and for a query that does not work or gives no people
   */
  select<Result>(filter: ExportFilter, work: (selection: ExportSet) => Promise<Result>): Promise<Result>;
  /** Newest first. */
  list(): Promise<ExportRecord[]>;
  /** Takes an export back, so that its people are new to the destination again; null: there is none of that number. */
  undo(id: number): Promise<ExportRecord | null>;
}
