import { Redis } from "ioredis";

export interface RedisWatch {
  /** Every command that came in since, with its keys and values, as one text. */
  commands(): string;
  /** Every key that there is, with its value, whatever its type. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

/** Listens to everything that is said to a Redis. */
export async function watchRedis(url: string): Promise<RedisWatch> {
  const redis = new Redis(url);
  // While anybody speaks, as a connection does that is being made, the driver may take what it hears for the answer to MONITOR.
  await redis.ping();
  const monitor = await redis.duplicate().monitor();
  const heard: string[] = [];
  monitor.on("monitor", (_time: string, command: readonly string[]) => heard.push(command.join(" ")));
  return {
    commands: () => heard.join("\n"),
    async dump() {
      const keys = await redis.keys("*");
      const values = await Promise.all(keys.map(async (key) => [key, await readValue(redis, key)]));
      return JSON.stringify(values);
    },
    async close() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}

async function readValue(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, "0", "-1");
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      throw new Error(`a key of type ${type}, which nobody can read here`);
  }
}
