/** One charge. Written when the server starts to answer, whether or not the client hears of it. */
export interface Charge {
  /** The request that was charged. */
  readonly seq: number;
  readonly requestId: string;
  readonly page: number;
  readonly credits: number;
  /** Equal for all pages of one search. */
  readonly searchHash: string;
  /** The decoded body as it came. */
  readonly body: unknown;
  /** In the order of the page; a person who is on it twice is listed twice. */
  readonly profileIds: readonly string[];
  /** Milliseconds since 1970, by this machine's clock. */
  readonly at: number;
  /** Whether the whole answer left this process without a fault in its delivery; known once it has. */
  readonly answered: boolean;
}

/** One request, refused ones included. */
export interface RequestEntry {
  /** From 1, in order of arrival. */
  readonly seq: number;
  /** 1 where the body names none; null where it could not be read. */
  readonly page: number | null;
  /** The decoded body, or the text as it came where it was no JSON. */
  readonly body: unknown;
  /** Null as long as, or because, no status line was sent. */
  readonly status: number | null;
  /** The kind of the scripted fault that was played. */
  readonly fault: string | null;
  readonly at: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The workspace's money and the log of who asked for what. */
export interface Customer {
  readonly charges: readonly Charge[];
  readonly requests: readonly RequestEntry[];
  readonly balance: number;
  setBalance(credits: number): void;
  /** Sum of all charges. */
  charged(): number;
  openRequest(entry: Pick<RequestEntry, "page" | "body" | "fault">): Mutable<RequestEntry>;
  /** Books a charge and lowers the balance by it; a balance never falls below 0. */
  charge(charge: Omit<Charge, "at" | "answered">): Charge;
  /** Says of the charge of a request whether its answer went out whole. */
  markAnswered(seq: number, answered: boolean): void;
}

export function makeAccount(startBalance: number): Customer {
  const charges: Mutable<Charge>[] = [];
  const requests: RequestEntry[] = [];
  let balance = startBalance;
  return {
    charges,
    requests,
    get balance() {
      return balance;
    },
    setBalance(credits) {
      balance = Math.max(0, credits);
    },
    charged: () => charges.reduce((sum, charge) => sum + charge.credits, 0),
    openRequest(entry) {
      const opened = { ...entry, seq: requests.length + 1, status: null, at: Date.now() };
      requests.push(opened);
      return opened;
    },
    charge(charge) {
      const booked = { ...charge, at: Date.now(), answered: false };
      charges.push(booked);
      balance = Math.max(0, balance - charge.credits);
      return booked;
    },
    markAnswered(seq, answered) {
      const charge = charges.findLast((booked) => booked.seq === seq);
      if (charge !== undefined) charge.answered = answered;
    },
  };
}
