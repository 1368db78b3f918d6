import { type DatedVersion, type PersonHistory, personHistory } from "../people/person-history.ts";
import { parseProfile } from "../people/profile.ts";

/** When and how a person was received. */
export interface ReceivedVersions {
  readonly sightings: readonly {
    readonly versionId: number;
    readonly seenAt: Date;
    readonly callId: number;
  }[];
  readonly forms: readonly {
    readonly versionId: number;
    /** JSON as the API sent it. */
    readonly raw: string;
    readonly experiencesDetailed: boolean;
    readonly educationsDetailed: boolean;
  }[];
}

/** Returns the history of a person from their stored versions; null if none of them can be parsed any more. */
export function historyOf({ sightings, forms }: ReceivedVersions): PersonHistory | null {
  const read = new Map(
    forms.map((form) => [form.versionId, { form, entry: parseProfile(JSON.parse(form.raw), 0) }]),
  );
  const seen = sightings.flatMap(({ versionId, seenAt, callId }): DatedVersion[] => {
    const found = read.get(versionId);
    if (found === undefined || found.entry.kind === "rejected") return [];
    const { experiencesDetailed: experiences, educationsDetailed: educations } = found.form;
    return [
      {
        profile: found.entry.profile,
        detail: { experiences, educations, receivedOn: seenAt.toISOString().slice(0, 10) },
        seenAt,
        callId,
      },
    ];
  });
  return seen.length === 0 ? null : personHistory(seen);
}
