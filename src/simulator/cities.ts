/** A naming tradition; people are named after the place where they live, mostly. */
export type Locale =
  | "arabic"
  | "dutch"
  | "english"
  | "french"
  | "german"
  | "indian"
  | "italian"
  | "japanese"
  | "nordic"
  | "polish"
  | "portuguese"
  | "slavic"
  | "spanish"
  | "turkish"
  | "vietnamese";

export interface City {
  /** As it stands in a profile: "Paris, France". */
  readonly text: string;
  readonly locale: Locale;
  readonly language: string;
  readonly weight: number;
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
}

type CityRow = readonly [string, Locale, string, number, number, number];

const ROWS: readonly CityRow[] = [
  ["Paris, France", "french", "French", 100, 48.86, 2.35],
  ["London, United Kingdom", "english", "English", 90, 51.51, -0.13],
  ["Berlin, Germany", "german", "German", 60, 52.52, 13.4],
  ["New York, United States", "english", "English", 60, 40.71, -74.01],
  ["San Francisco, United States", "english", "English", 50, 37.77, -122.42],
  ["Amsterdam, Netherlands", "dutch", "Dutch", 40, 52.37, 4.9],
  ["Madrid, Spain", "spanish", "Spanish", 35, 40.42, -3.7],
  ["Munich, Germany", "german", "German", 30, 48.14, 11.58],
  ["Lyon, France", "french", "French", 30, 45.76, 4.84],
  ["Barcelona, Spain", "spanish", "Spanish", 30, 41.39, 2.17],
  ["Bengaluru, India", "indian", "Hindi", 30, 12.97, 77.59],
  ["Dublin, Ireland", "english", "English", 25, 53.35, -6.26],
  ["Stockholm, Sweden", "nordic", "Swedish", 25, 59.33, 18.07],
  ["Milan, Italy", "italian", "Italian", 25, 45.46, 9.19],
  ["Toronto, Canada", "english", "English", 25, 43.65, -79.38],
  ["Hamburg, Germany", "german", "German", 20, 53.55, 9.99],
  ["Warsaw, Poland", "polish", "Polish", 20, 52.23, 21.01],
  ["Lisbon, Portugal", "portuguese", "Portuguese", 20, 38.72, -9.14],
  ["Manchester, United Kingdom", "english", "English", 20, 53.48, -2.24],
  ["Zurich, Switzerland", "german", "German", 20, 47.38, 8.54],
  ["Singapore, Singapore", "english", "English", 20, 1.35, 103.82],
  ["São Paulo, Brazil", "portuguese", "Portuguese", 20, -23.55, -46.63],
  ["Copenhagen, Denmark", "nordic", "Danish", 18, 55.68, 12.57],
  ["Brussels, Belgium", "french", "French", 18, 50.85, 4.35],
  ["Sydney, Australia", "english", "English", 18, -33.87, 151.21],
  ["Boston, United States", "english", "English", 18, 42.36, -71.06],
  ["Vienna, Austria", "german", "German", 15, 48.21, 16.37],
  ["Oslo, Norway", "nordic", "Norwegian", 15, 59.91, 10.75],
  ["Toulouse, France", "french", "French", 15, 43.6, 1.44],
  ["Tokyo, Japan", "japanese", "Japanese", 15, 35.68, 139.69],
  ["Istanbul, Türkiye", "turkish", "Turkish", 15, 41.01, 28.98],
  ["Dubai, United Arab Emirates", "arabic", "Arabic", 15, 25.2, 55.27],
  ["Austin, United States", "english", "English", 15, 30.27, -97.74],
  ["Nantes, France", "french", "French", 12, 47.22, -1.55],
  ["Bordeaux, France", "french", "French", 12, 44.84, -0.58],
  ["Lille, France", "french", "French", 12, 50.63, 3.06],
  ["Kraków, Poland", "polish", "Polish", 12, 50.06, 19.94],
  ["Prague, Czechia", "slavic", "Czech", 12, 50.08, 14.44],
  ["Montréal, Canada", "french", "French", 12, 45.5, -73.57],
  ["Rome, Italy", "italian", "Italian", 12, 41.9, 12.5],
  ["Edinburgh, United Kingdom", "english", "English", 10, 55.95, -3.19],
  ["Porto, Portugal", "portuguese", "Portuguese", 10, 41.16, -8.63],
  ["Helsinki, Finland", "nordic", "Finnish", 10, 60.17, 24.94],
  ["Geneva, Switzerland", "french", "French", 10, 46.2, 6.14],
  ["Ho Chi Minh City, Vietnam", "vietnamese", "Vietnamese", 8, 10.82, 106.63],
  ["Sofia, Bulgaria", "slavic", "Bulgarian", 8, 42.7, 23.32],
  ["Tallinn, Estonia", "nordic", "Estonian", 6, 59.44, 24.75],
  ["Reykjavík, Iceland", "nordic", "Icelandic", 3, 64.15, -21.94],
];

/** Real cities, so that a realistic search finds somebody; the weights are invented. */
export const CITIES: readonly City[] = ROWS.map(
  ([text, locale, language, weight, latitude, longitude]): City => ({
    text,
    locale,
    language,
    weight,
    latitude,
    longitude,
  }),
);
