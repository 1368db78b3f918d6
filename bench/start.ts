import { openEmbeddedPostgres } from "../src/postgres/embedded/open-embedded-postgres.ts";
import { alternate, type Figures, type Measurement, type Spread, spreadOf } from "./measurement.ts";
import { PROGRAM, timeFirstOutput } from "./run-node.ts";
import { withFolder } from "./with-folder.ts";

const QUESTION = [PROGRAM, "query", "select 1"];
/** The program without a database. */
const TEMPLATE = [PROGRAM, "specs", "template"];
/** A Node that does nothing else. */
const NOTHING = ["--print", "0"];
const ROUNDS = 9;

/** How long somebody waits who types a question. */
export const start: Measurement = {
  name: "start",
  about: "from the shell to the first output of a query, the embedded database down and up, in milliseconds",
  run: () => withFolder(measureStart),
};

async function measureStart(home: string): Promise<Figures[]> {
  const surroundings = { cwd: home, env: { HOME: home, SOURCING_HOME: home } };
  const ends = { down: [] as number[], up: [] as number[], none: [] as number[], node: [] as number[] };
  const time = async (which: keyof typeof ends, args: readonly string[]) => {
    const { output, end } = await timeFirstOutput(args, surroundings);
    ends[which].push(end);
    return output;
  };
  // Makes the database, once and for all.
  const { output: first } = await timeFirstOutput(QUESTION, surroundings);
  const outputs = await alternate(
    {
      down: () => time("down", QUESTION),
      up: () => withServer(home, () => time("up", QUESTION)),
      none: () => time("none", TEMPLATE),
      node: () => time("node", NOTHING),
    },
    ROUNDS,
  );
  const row = (name: string, { median, min, max }: Spread, samples: readonly number[]) => {
    const end = spreadOf(samples);
    return [name, median, min, max, median / outputs.node.median, end.median, end.min, end.max];
  };
  return [
    {
      title: `From the shell to \`sourcing query "select 1"\`, ${ROUNDS} times (ms)`,
      columns: ["", "first output", "min", "max", "times node", "ended", "min", "max"],
      rows: [
        row("embedded database down", outputs.down, ends.down),
        row("embedded database up", outputs.up, ends.up),
        row("no database: `specs template`", outputs.none, ends.none),
        row("node --print 0", outputs.node, ends.node),
      ],
      notes: [`The very first one, which makes the database, took ${Math.round(first)} ms.`],
    },
  ];
}

/** Has the server up meanwhile, and makes sure that it had been down. */
async function withServer<Result>(home: string, work: () => Promise<Result>): Promise<Result> {
  const server = await openEmbeddedPostgres({ home });
  try {
    if (!server.startedHere) throw new Error("the database was up when it should have been down");
    return await work();
  } finally {
    await server.close();
  }
}
