import { buildPerson, nameOf, type PersonName } from "./invented-person.ts";
import type { PageData } from "./page-faults.ts";
import { makePersonIds } from "./person-id.ts";
import { ATTRIBUTE, type Population } from "./population.ts";
import { type ContactShape, toContacts } from "./revealed-contacts.ts";
import type { SearchBody } from "./search-body.ts";
import { type SimulatedProfile, toSimulatedProfile } from "./wire-profile.ts";

/** What a page is made of once it is known who is on it. */
export interface PagePlan {
  readonly body: SearchBody;
  readonly people: readonly number[];
  readonly totalCount: number;
  readonly hasMore: boolean;
  readonly creditsConsumed: number;
  readonly balance: number;
  readonly requestId: string;
}

export interface PageBuilder {
  idOf(index: number): string;
  indexOf(profileId: string): number | undefined;
  profileOf(index: number, day: number, body: SearchBody): SimulatedProfile;
  build(plan: PagePlan, day: number): PageData;
}

export interface PageBuilderOptions {
  readonly seed: number;
  readonly contactShape: ContactShape;
}

function toFullName({ firstName, lastName }: PersonName): string {
  return `${firstName} ${lastName}`;
}

/** Writes profiles and pages as the reference page shows them. */
export function makePageBuilder(population: Population, options: PageBuilderOptions): PageBuilder {
  const ids = makePersonIds(options.seed, population.people);

  function profileOf(index: number, day: number, body: SearchBody): SimulatedProfile {
    const person = buildPerson(population, index, day);
    const dataTypes = body.data_types ?? [];
    const reveals = body.reveal_info === true && dataTypes.length > 0;
    const contactRequest = {
      shape: options.contactShape,
      dataTypes,
      suffix: ids.suffix(index),
      bits: population.hash(index, ATTRIBUTE.contact),
    };
    return toSimulatedProfile({
      person,
      profileId: ids.toId(index, toFullName(person)),
      detail: {
        experience: body.detailed_experience === true,
        education: body.detailed_education === true,
      },
      textBits: population.hash(index, ATTRIBUTE.text),
      gapBits: population.hash(index, ATTRIBUTE.gap),
      contacts: reveals ? toContacts(person, contactRequest) : {},
    });
  }

  return {
    idOf: (index) => ids.toId(index, toFullName(nameOf(population, index))),
    indexOf: (profileId) => ids.toIndex(profileId),
    profileOf,
    build: (plan, day) => ({
      profiles: plan.people.map((index) => profileOf(index, day, plan.body)),
      total_count: plan.totalCount,
      filtered_count: plan.people.length,
      next_page: plan.hasMore ? plan.body.page + 1 : null,
      has_more: plan.hasMore,
      filters_too_strict: plan.totalCount === 0,
      credits_consumed: plan.creditsConsumed,
      sourcing_credits_remaining: plan.balance,
      request_id: plan.requestId,
      leonar_profiles_cached: plan.people.length,
    }),
  };
}
