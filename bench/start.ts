import { openEmbeddedPostgres } from "../src/database/embedded/open-embedded-postgres.ts";
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
  const ends: Record<Way, number[]> = { down: [], up: [], none: [], node: [] };
  const time = async (which: Way, args: readonly string[]) => {
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
  return [toFigures(outputs, ends, first)];
}

type Way = "down" | "up" | "none" | "node";

/** @param first milliseconds of the one that makes the database */
function toFigures(
  outputs: Record<Way, Spread>,
  ends: Record<Way, readonly number[]>,
  first: number,
): Figures {
  const row = (name: string, way: Way) => {
    const [output, end] = [outputs[way], spreadOf(ends[way])];
    const times = output.median / outputs.node.median;
    return [name, output.median, output.min, output.max, times, end.median, end.min, end.max];
  };
  return {
    title: `From the shell to \`sourcing query "select 1"\`, ${ROUNDS} times (ms)`,
    columns: ["", "first output", "min", "max", "times node", "ended", "min", "max"],
    rows: [
      row("embedded database down", "down"),
      row("embedded database up", "up"),
      row("no database: `specs template`", "none"),
      row("node --print 0", "node"),
    ],
    notes: [`The very first one, which makes the database, took ${Math.round(first)} ms.`],
  };
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
