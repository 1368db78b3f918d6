/** A parsed boolean expression: AND, OR, NOT, quotes and brackets around phrases. */
export type BooleanQuery =
  | { readonly kind: "phrase"; readonly text: string }
  | { readonly kind: "not"; readonly operand: BooleanQuery }
  | { readonly kind: "and" | "or"; readonly operands: readonly BooleanQuery[] };

type Token =
  | { readonly kind: "word" | "quoted"; readonly text: string }
  | { readonly kind: "AND" | "OR" | "NOT" | "(" | ")" };

const TOKEN = /"([^"]*)"?|([()])|([^\s()"]+)/g;
/** Deeper brackets than anybody writes are ignored, so that hostile input cannot exhaust the stack. */
const DEEPEST = 100;

/** Only capitals are operators: "Research and Development" is a phrase. */
function toToken(match: RegExpExecArray): Token {
  const [, quoted, bracket, word] = match;
  if (quoted !== undefined) return { kind: "quoted", text: quoted };
  if (bracket === "(" || bracket === ")") return { kind: bracket };
  if (word === "AND" || word === "OR" || word === "NOT") return { kind: word };
  return { kind: "word", text: word ?? "" };
}

function join(kind: "and" | "or", operands: readonly BooleanQuery[]): BooleanQuery {
  const [only] = operands;
  if (only === undefined) return { kind: "phrase", text: "" };
  return operands.length === 1 ? only : { kind, operands };
}

class QueryReader {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Leftover closing brackets are skipped, so that the whole text is always read. */
  readAll(): BooleanQuery {
    const parts = [this.#readOr(0)];
    while (this.#peek() !== undefined) {
      this.#place++;
      if (this.#peek() !== undefined) parts.push(this.#readOr(0));
    }
    return join("and", parts);
  }

  #peek(): Token["kind"] | undefined {
    return this.#tokens[this.#place]?.kind;
  }

  #readOr(depth: number): BooleanQuery {
    const operands = [this.#readAnd(depth)];
    while (this.#peek() === "OR") {
      this.#place++;
      operands.push(this.#readAnd(depth));
    }
    return join("or", operands);
  }

  /** Neighbours without an operator between them are AND-ed. */
  #readAnd(depth: number): BooleanQuery {
    const operands: BooleanQuery[] = [];
    for (let next = this.#peek(); next !== undefined && next !== "OR" && next !== ")"; next = this.#peek()) {
      if (next === "AND") this.#place++;
      else operands.push(this.#readOperand(depth));
    }
    return join("and", operands);
  }

  #readOperand(depth: number): BooleanQuery {
    const token = this.#tokens[this.#place];
    if (token?.kind === "word") return this.#readWords();
    this.#place++;
    if (token?.kind === "quoted") return { kind: "phrase", text: token.text };
    if (depth > DEEPEST) return { kind: "phrase", text: "" };
    if (token?.kind === "NOT") return { kind: "not", operand: this.#readOperand(depth + 1) };
    if (token?.kind !== "(") return { kind: "phrase", text: "" };
    const inner = this.#readOr(depth + 1);
    if (this.#peek() === ")") this.#place++;
    return inner;
  }

  /** Bare words next to each other are one phrase: VP of Product. */
  #readWords(): BooleanQuery {
    const words: string[] = [];
    for (let token = this.#tokens[this.#place]; token?.kind === "word"; token = this.#tokens[this.#place]) {
      words.push(token.text);
      this.#place++;
    }
    return { kind: "phrase", text: words.join(" ") };
  }
}

/** Reads any text; what is malformed is understood as far as it goes, and an empty phrase finds nobody. */
export function parseBooleanQuery(text: string): BooleanQuery {
  return new QueryReader([...text.matchAll(TOKEN)].map(toToken)).readAll();
}

/** Evaluates a query, given whether each of its phrases holds. */
export function evaluateQuery(query: BooleanQuery, holds: (phrase: string) => boolean): boolean {
  if (query.kind === "phrase") return holds(query.text);
  if (query.kind === "not") return !evaluateQuery(query.operand, holds);
  if (query.kind === "and") return query.operands.every((operand) => evaluateQuery(operand, holds));
  return query.operands.some((operand) => evaluateQuery(operand, holds));
}
