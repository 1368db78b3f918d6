export interface School {
  readonly name: string;
  readonly place: string;
}

type SchoolRow = readonly [string, string];

const SCHOOL_ROWS: readonly SchoolRow[] = [
  ["HEC Paris", "Paris, France"],
  ["Sorbonne Université", "Paris, France"],
  ["École Polytechnique", "Paris, France"],
  ["INSA Lyon", "Lyon, France"],
  ["Université de Bordeaux", "Bordeaux, France"],
  ["University College London", "London, United Kingdom"],
  ["University of Manchester", "Manchester, United Kingdom"],
  ["University of Edinburgh", "Edinburgh, United Kingdom"],
  ["Technische Universität Berlin", "Berlin, Germany"],
  ["Technische Universität München", "Munich, Germany"],
  ["ETH Zürich", "Zurich, Switzerland"],
  ["University of Amsterdam", "Amsterdam, Netherlands"],
  ["Politecnico di Milano", "Milan, Italy"],
  ["Universidad Complutense de Madrid", "Madrid, Spain"],
  ["Universidade de Lisboa", "Lisbon, Portugal"],
  ["Trinity College Dublin", "Dublin, Ireland"],
  ["KTH Royal Institute of Technology", "Stockholm, Sweden"],
  ["Københavns Universitet", "Copenhagen, Denmark"],
  ["Uniwersytet Warszawski", "Warsaw, Poland"],
  ["Boston University", "Boston, United States"],
  ["Columbia University", "New York, United States"],
  ["University of Toronto", "Toronto, Canada"],
  ["Indian Institute of Science", "Bengaluru, India"],
  ["Boğaziçi Üniversitesi", "Istanbul, Türkiye"],
  ["Open University of Nowhere", "Reykjavík, Iceland"],
];

/** Real schools, as real cities: facts of the world, which nobody here attended. */
export const SCHOOLS: readonly School[] = SCHOOL_ROWS.map(([name, place]) => ({ name, place }));

export const DIPLOMAS: readonly string[] =
  "MBA|Master of Science|Bachelor of Science|Bachelor of Arts|Diplôme d'ingénieur|PhD|Diplom|Certificate".split(
    "|",
  );

/** Lowest first: the levels that a `languages` filter may ask for. */
export const PROFICIENCIES: readonly string[] = [
  "elementary",
  "limited_working",
  "professional_working",
  "full_professional",
  "native_or_bilingual",
];

export const FOREIGN_LANGUAGES: readonly string[] =
  "Spanish|German|French|Italian|Portuguese|Dutch|Mandarin|Japanese|Arabic|Russian|Catalan".split("|");
