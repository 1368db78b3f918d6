import { toSlug } from "./fold-text.ts";
import { makeSeededHash, makeWeightedPick, pickFrom } from "./seeded-hash.ts";

export interface Company {
  readonly name: string;
  /** Under example.com, which is reserved (RFC 2606): nothing here can reach anybody. */
  readonly domain: string;
  readonly industry: string;
  readonly size: string;
}

const INDUSTRIES: readonly string[] =
  "Software Development|Financial Services|Healthcare|Retail|Logistics|Energy|Education|Media|Telecommunications|Biotechnology|Insurance|Automotive|Travel|Food & Beverage|Consulting|Cybersecurity".split(
    "|",
  );

/** The buckets that the `company_size` parameter takes. */
const COMPANY_SIZES: readonly string[] =
  "1_10|11_50|51_200|201_500|501_1000|1001_5000|5001_10000|10001".split("|");

const FIRST_PARTS =
  "Northlume Brightmoor Veldora Quillmark Sableford Tannerwick Orrinvale Pinefall Kestralon Lumerast Marrowfen Halcyne Dunmorrow Ashgrove Corvallen Ellismere Ferrowick Glimmerby Hollowpine Ironbrae Juniveld Kindrake Larkspire Mistralon Novaquill Ostermoor Pellinor Quarrydon Rivenholt Solstrand Thornby Umbrellis Vantiver Wexmoor Xandrel Yarrowen Zephyrine Crèmont Øresand Straßholm".split(
    " ",
  );
const SECOND_PARTS =
  "Labs|Systems|Analytics|Health|Bank|Energy|Logistics|Studio|Robotics|Software|Networks|Retail|Capital|Foods|Mobility".split(
    "|",
  );

/** The two companies and the employer of the reference page's own example come first. */
const PAGE_COMPANIES: readonly Company[] = [
  { name: "Stripe", domain: "stripe.example.com", industry: "Financial Services", size: "5001_10000" },
  { name: "Datadog", domain: "datadog.example.com", industry: "Software Development", size: "5001_10000" },
  { name: "ExampleCo", domain: "example.com", industry: "Software Development", size: "201_500" },
];

function makeInventedCompany(name: string, position: number): Company {
  const hash = makeSeededHash(0);
  return {
    name,
    domain: `${toSlug(name)}.example.com`,
    industry: pickFrom(INDUSTRIES, hash(position, 1)),
    size: pickFrom(COMPANY_SIZES, hash(position, 2)),
  };
}

export const COMPANIES: readonly Company[] = [
  ...PAGE_COMPANIES,
  ...SECOND_PARTS.flatMap((second) => FIRST_PARTS.map((first) => `${first} ${second}`)).map(
    makeInventedCompany,
  ),
];

const LARGE_EMPLOYERS = 40;

/** Position in COMPANIES: two large names of the page, then a few large employers and many small ones. */
export const pickCompany: (hash: number) => number = makeWeightedPick(
  COMPANIES.map((_, position) => {
    if (position < 2) return 50;
    return position < LARGE_EMPLOYERS ? 5 : 1;
  }),
);
