import { CITIES, type City } from "./cities.ts";
import { foldText } from "./fold-text.ts";
import { makeJobPredicate, makeTable, type Predicate, type Scene, type Table } from "./predicate.ts";
import type { SearchBody } from "./search-body.ts";

const EARTH_RADIUS_MILES = 3_958.8;
const FOLDED_CITIES = CITIES.map((city) => foldText(city.text));

/** A city matches by any part of its "City, Country". */
export function cityTable(values: readonly string[]): Table {
  const wanted = values.map((value) => foldText(value).trim()).filter((value) => value !== "");
  return makeTable(FOLDED_CITIES, (city) => wanted.some((value) => city.includes(value)));
}

function milesBetween(one: City, other: City): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const latitude = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const cosines = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(latitude + cosines * longitude));
}

/** The reference page gives `location_radius` no unit; it is read as miles. */
function widen(table: Table, miles: number): Table {
  const centres = CITIES.filter((_, position) => table[position] === 1);
  return makeTable(CITIES, (city) => centres.some((centre) => milesBetween(centre, city) <= miles));
}

type PlaceFilter = (body: SearchBody, scene: Scene) => Predicate | undefined;

/** Filters on places; each gives undefined when its parameter was not sent. */
export const PLACE_FILTERS: readonly PlaceFilter[] = [
  (body, { universe }) => {
    if (body.location === undefined) return undefined;
    const named = cityTable(body.location);
    const table = body.location_radius === undefined ? named : widen(named, body.location_radius);
    return (index) => table[universe.cityAt(index)] === 1;
  },
  (body, scene) => {
    if (body.current_work_location === undefined) return undefined;
    const table = cityTable(body.current_work_location);
    return makeJobPredicate(
      scene,
      "current",
      (index, job) => table[scene.universe.workCityAt(index, job)] === 1,
    );
  },
  (body, scene) => {
    if (body.past_work_location === undefined) return undefined;
    const table = cityTable(body.past_work_location);
    return makeJobPredicate(
      scene,
      "past",
      (index, job) => table[scene.universe.workCityAt(index, job)] === 1,
    );
  },
];
