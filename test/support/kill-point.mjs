// Loaded before the built program (`node --import`), so that it dies by SIGKILL at a point that the test names. Nothing of
// this is in the program: the statements that it sends to Postgres are watched.
import pg from "pg";

const { KILL_STATEMENT: statement, KILL_WHEN: when, KILL_PAGE: page } = process.env;
const original = pg.Client.prototype.query;
const said = new WeakMap();
let passed = 0;

const die = () => process.kill(process.pid, "SIGKILL");
const isItsTurn = () => {
  passed += 1;
  return passed === Number(page);
};

pg.Client.prototype.query = function query(config, ...rest) {
  const text = typeof config === "string" ? config : (config?.text ?? "");
  const holds = text.includes(statement);
  if (text.startsWith("begin")) said.set(this, false);
  if (holds && when === "before" && isItsTurn()) die();
  if (holds) said.set(this, true);
  const result = original.call(this, config, ...rest);
  if (!text.startsWith("commit") || when !== "committed" || said.get(this) !== true || !isItsTurn())
    return result;
  said.set(this, false);
  return result.then(die);
};
