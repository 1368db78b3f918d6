import { CITIES, type City } from "./cities.ts";
import { foldText } from "./fold-text.ts";
import { type FilterContext, type Flags, makeJobPredicate, type Predicate, toFlags } from "./predicate.ts";
import type { SearchBody } from "./search-body.ts";

const EARTH_RADIUS_MILES = 3_958.8;
const FOLDED_CITIES = CITIES.map((city) => foldText(city.text));

/** A city matches by any part of its "City, Country". */
export function cityFlags(values: readonly string[]): Flags {
  const wanted = values.map((value) => foldText(value).trim()).filter((value) => value !== "");
  return toFlags(FOLDED_CITIES, (city) => wanted.some((value) => city.includes(value)));
}

function milesBetween(one: City, other: City): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const latitude = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const cosines = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(latitude + cosines * longitude));
}

/** The reference page gives `location_radius` no unit; it is read as miles. */
function widen(flags: Flags, miles: number): Flags {
  const centres = CITIES.filter((_, position) => flags[position] === 1);
  return toFlags(CITIES, (city) => centres.some((centre) => milesBetween(centre, city) <= miles));
}

type PlaceFilter = (body: SearchBody, context: FilterContext) => Predicate | undefined;

/** Filters on places; each gives undefined when its parameter was not sent. */
export const PLACE_FILTERS: readonly PlaceFilter[] = [
  (body, { population }) => {
    if (body.location === undefined) return undefined;
    const named = cityFlags(body.location);
    const flags = body.location_radius === undefined ? named : widen(named, body.location_radius);
    return (index) => flags[population.cityAt(index)] === 1;
  },
  (body, context) => {
    if (body.current_work_location === undefined) return undefined;
    const flags = cityFlags(body.current_work_location);
    return makeJobPredicate(
      context,
      "current",
      (index, job) => flags[context.population.workCityAt(index, job)] === 1,
    );
  },
  (body, context) => {
    if (body.past_work_location === undefined) return undefined;
    const flags = cityFlags(body.past_work_location);
    return makeJobPredicate(
      context,
      "past",
      (index, job) => flags[context.population.workCityAt(index, job)] === 1,
    );
  },
];
