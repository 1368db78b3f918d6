import { describe, expect, it } from "vitest";
import { describeHosts, parseRedisAddress } from "../../src/queue/redis-address.ts";
import { UsageError } from "../../src/values/errors.ts";

describe("the address of a Redis", () => {
  it.each([
    ["redis://queue", "queue:6379"],
    ["redis://queue:7000", "queue:7000"],
    ["redis://queue:7000/", "queue:7000"],
    ["REDIS://Queue", "Queue:6379"],
    ["redis://127.0.0.1:7000", "127.0.0.1:7000"],
    ["redis://[::1]:7000", "[::1]:7000"],
    ["redis://[fd00::2]", "[fd00::2]:6379"],
    ["redis://a,b,c", "a:6379, b:6379, c:6379"],
    ["redis://a:7000,b:7001,[::1]:7002/0", "a:7000, b:7001, [::1]:7002"],
    ["rediss://:secret@a:7000, b:7001", "a:7000, b:7001"],
    ["redis://my_redis.internal-1.example:1", "my_redis.internal-1.example:1"],
    ["redis+sentinel://s1,s2:26380/main", "s1:26379, s2:26380"],
  ])("%s names its hosts and ports", (text, hosts) => {
    expect(describeHosts(parseRedisAddress(text))).toBe(hosts);
  });

  it.each([
    ["redis://queue", null, null],
    ["redis://:secret@queue", null, "secret"],
    ["redis://user:secret@queue", "user", "secret"],
    ["redis://user@queue", "user", null],
    ["redis://user:@queue", "user", null],
    ["redis://us%40er:p%2Fss%3Aword%25@queue", "us@er", "p/ss:word%"],
    ["redis://user:a:b@queue", "user", "a:b"],
    ["redis://user:secret@a:1,b:2", "user", "secret"],
    ["redis://queue?username=user&password=secret", "user", "secret"],
  ])("%s names its user and password", (text, username, password) => {
    expect(parseRedisAddress(text)).toMatchObject({ username, password });
  });

  it.each([
    ["redis://queue", 0],
    ["redis://queue/3", 3],
    ["redis://queue?db=4", 4],
    ["redis+sentinel://queue/main/5", 5],
  ])("%s names its database", (text, database) => {
    expect(parseRedisAddress(text)).toMatchObject({ database });
  });

  it("names the master of Sentinels, and their own login", () => {
    const text = "rediss+sentinel://u:p@s1,s2/my-master?sentinelUsername=watch&sentinelPassword=a%2Fb";
    expect(parseRedisAddress(text)).toMatchObject({
      isSentinel: true,
      isEncrypted: true,
      master: "my-master",
      username: "u",
      password: "p",
      sentinelUsername: "watch",
      sentinelPassword: "a/b",
    });
  });

  it.each([
    "redis://",
    "redis:///3",
    "redis://:secret@",
    "redis://user:sec@ret@queue",
    "redis://user:sec/ret@queue",
    "redis://user:sec#ret@queue",
    "redis://user:secret%@queue",
    "redis://user:secret@queue:0",
    "redis://user:secret@queue:65536",
    "redis://user:secret@queue:port",
    "redis://user:secret@a,,b",
    "redis://user:secret@a b",
    "redis://user:secret@queue/main",
    "redis://user:secret@a:1,redis://b:2",
    "redis+sentinel://user:secret@s1",
    "redis+sentinel://user:secret@s1/",
    "redis+sentinel://user:secret@s1/main/db",
    "http://user:secret@queue",
    "/tmp/redis.sock",
  ])("%s is refused, and no part of it is told", (text) => {
    expect(() => parseRedisAddress(text)).toThrow(UsageError);
    expect(() => parseRedisAddress(text)).toThrow(/^REDIS_URL is no address/);
    expect(() => parseRedisAddress(text)).not.toThrow(/secret|sec@ret/);
  });
});
