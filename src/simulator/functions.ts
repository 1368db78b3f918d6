/** One line of work: how its titles are worded, and what its people can do. */
export interface FunctionRow {
  /** The value that the `job_function` parameter takes. */
  readonly name: string;
  /** As in "VP of <area>". */
  readonly area: string;
  readonly weight: number;
  readonly practitioners: readonly string[];
  readonly managers: readonly string[];
  readonly chiefs: readonly string[];
  /** Titles in other languages. */
  readonly localTitles: readonly string[];
  /** Thirteen each: a prime, so that any step through the list meets every skill once. */
  readonly skills: readonly string[];
  readonly fields: readonly string[];
}

function list(text: string): readonly string[] {
  return text.split("|");
}

export const FUNCTION_ROWS: readonly FunctionRow[] = [
  {
    name: "Engineering",
    area: "Engineering",
    weight: 22,
    practitioners: list(
      "Software Engineer|Backend Engineer|Frontend Engineer|Full Stack Developer|Site Reliability Engineer|Platform Engineer|Mobile Developer|QA Engineer",
    ),
    managers: list("Engineering Manager|Software Development Manager|Engineering Team Lead|Technical Lead"),
    chiefs: list("Chief Technology Officer|CTO"),
    localTitles: list("Développeur Full Stack|Softwareentwickler"),
    skills: list(
      "TypeScript|Node.js|Python|Java|Go|Kubernetes|AWS|PostgreSQL|C++|C#|Distributed Systems|React|Terraform",
    ),
    fields: list("Computer Science|Software Engineering|Mathematics"),
  },
  {
    name: "Product",
    area: "Product",
    weight: 16,
    practitioners: list("Product Manager|Product Owner|Technical Product Manager|Growth Product Manager"),
    managers: list("Group Product Manager|Product Lead|Product Management Lead"),
    chiefs: list("Chief Product Officer|CPO"),
    localTitles: list("Chef de produit|Responsable produit|Produktmanager"),
    skills: list(
      "Product Management|SaaS|Product Strategy|Roadmapping|User Research|Agile|A/B Testing|B2B|Go-to-Market|Pricing|Scrum|Product Discovery|Analytics",
    ),
    fields: list("Business Administration|Computer Science|Economics"),
  },
  {
    name: "Sales",
    area: "Sales",
    weight: 13,
    practitioners: list("Account Executive|Sales Development Representative|Account Manager|Sales Engineer"),
    managers: list("Sales Manager|Regional Sales Manager|Key Account Manager"),
    chiefs: list("Chief Revenue Officer|CRO|Chief Sales Officer"),
    localTitles: list("Commercial grands comptes|Vertriebsmitarbeiter"),
    skills: list(
      "SaaS|Enterprise Sales|Negotiation|CRM|Lead Generation|Account Management|Forecasting|B2B|Cold Calling|Solution Selling|Salesforce|Pipeline Management|Channel Sales",
    ),
    fields: list("Business Administration|International Trade|Economics"),
  },
  {
    name: "Marketing",
    area: "Marketing",
    weight: 10,
    practitioners: list("Marketing Specialist|Content Marketer|Growth Marketer|Product Marketing Specialist"),
    managers: list("Marketing Manager|Product Marketing Manager|Brand Manager"),
    chiefs: list("Chief Marketing Officer|CMO"),
    localTitles: list("Chargé de communication"),
    skills: list(
      "SEO|Content Marketing|Brand Strategy|Demand Generation|Copywriting|Product Marketing|Marketing Automation|Google Analytics|SaaS|Events|Paid Search|Email Marketing|Social Media",
    ),
    fields: list("Marketing|Communication|Literature"),
  },
  {
    name: "Data",
    area: "Data",
    weight: 9,
    practitioners: list("Data Scientist|Data Engineer|Data Analyst|Machine Learning Engineer"),
    managers: list("Data Science Manager|Analytics Manager|Data Engineering Manager"),
    chiefs: list("Chief Data Officer|CDO"),
    localTitles: list("Ingénieur données"),
    skills: list(
      "Python|SQL|Machine Learning|Spark|Statistics|dbt|Airflow|Deep Learning|Data Modeling|Tableau|Pandas|Natural Language Processing|R",
    ),
    fields: list("Statistics|Computer Science|Physics"),
  },
  {
    name: "Design",
    area: "Design",
    weight: 6,
    practitioners: list("Product Designer|UX Designer|UI Designer|UX Researcher"),
    managers: list("Design Manager|UX Manager|Design Lead"),
    chiefs: list("Chief Design Officer|Chief Creative Officer"),
    localTitles: list("Graphiste|Diseñador de interfaces"),
    skills: list(
      "Figma|User Research|Prototyping|Design Systems|Interaction Design|Typography|Accessibility|Illustration|Wireframing|Usability Testing|Branding|Motion Design|HTML & CSS",
    ),
    fields: list("Design|Fine Arts|Psychology"),
  },
  {
    name: "Finance",
    area: "Finance",
    weight: 6,
    practitioners: list("Financial Analyst|Accountant|Controller"),
    managers: list("Finance Manager|Accounting Manager|FP&A Manager"),
    chiefs: list("Chief Financial Officer|CFO"),
    localTitles: list("Contrôleur de gestion|Buchhalter"),
    skills: list(
      "Financial Modeling|Accounting|IFRS|Budgeting|Forecasting|Excel|Audit|Treasury|Tax|Mergers & Acquisitions|Cost Control|SAP|Investor Relations",
    ),
    fields: list("Finance|Accounting|Economics"),
  },
  {
    name: "Human Resources",
    area: "People",
    weight: 5,
    practitioners: list("Recruiter|HR Generalist|People Partner|Talent Sourcer"),
    managers: list("HR Manager|Talent Acquisition Manager|People Operations Manager"),
    chiefs: list("Chief People Officer|CHRO"),
    localTitles: list("Chargée de recrutement|Personalreferent"),
    skills: list(
      "Recruiting|Employer Branding|Talent Acquisition|Onboarding|Labor Law|Compensation|Sourcing|Interviewing|Coaching|Payroll|Diversity & Inclusion|HR Analytics|Performance Management",
    ),
    fields: list("Human Resources|Psychology|Law"),
  },
  {
    name: "Operations",
    area: "Operations",
    weight: 6,
    practitioners: list(
      "Operations Analyst|Project Manager|Supply Chain Analyst|Business Operations Associate",
    ),
    managers: list("Operations Manager|Program Manager|Logistics Manager"),
    chiefs: list("Chief Operating Officer|COO"),
    localTitles: list("Responsable qualité|Projektleiter"),
    skills: list(
      "Process Improvement|Project Management|Lean|Six Sigma|Supply Chain|Procurement|Logistics|Vendor Management|Agile|Reporting|Change Management|Quality Management|ERP",
    ),
    fields: list("Industrial Engineering|Business Administration|Logistics"),
  },
  {
    name: "Customer Success",
    area: "Customer Success",
    weight: 4,
    practitioners: list("Customer Success Manager|Support Specialist|Onboarding Specialist"),
    managers: list("Customer Success Team Lead|Support Manager|Implementation Manager"),
    chiefs: list("Chief Customer Officer|CCO"),
    localTitles: list("Chargé de clientèle"),
    skills: list(
      "Customer Retention|SaaS|Onboarding|CRM|Account Management|Churn Reduction|Customer Support|Zendesk|Upselling|Training|Salesforce|B2B|Customer Experience",
    ),
    fields: list("Communication|Business Administration|Languages"),
  },
  {
    name: "Legal",
    area: "Legal",
    weight: 2,
    practitioners: list("Legal Counsel|Compliance Officer|Paralegal|Data Protection Officer"),
    managers: list("Legal Manager|Compliance Manager|Contract Manager"),
    chiefs: list("General Counsel|Chief Legal Officer"),
    localTitles: list("Juriste d'entreprise"),
    skills: list(
      "Contract Law|GDPR|Compliance|Corporate Law|Negotiation|Intellectual Property|Litigation|Mergers & Acquisitions|Employment Law|Privacy|Risk Management|Arbitration|Due Diligence",
    ),
    fields: list("Law|Political Science|European Studies"),
  },
  {
    name: "Research",
    area: "Research",
    weight: 1,
    practitioners: list("Research Scientist|R&D Engineer|Quantum Algorithm Researcher|Bioinformatician"),
    managers: list("Research Manager|R&D Manager|Laboratory Manager"),
    chiefs: list("Chief Scientific Officer|CSO"),
    localTitles: list("Chercheuse|Wissenschaftlicher Mitarbeiter"),
    skills: list(
      "Scientific Writing|Statistics|Genomics|Quantum Computing|MATLAB|Grant Writing|Experimental Design|Python|Microscopy|Numerical Simulation|Signal Processing|LaTeX|R&D",
    ),
    fields: list("Physics|Biology|Chemistry"),
  },
];
