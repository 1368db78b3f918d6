import { expect, it } from "vitest";
import { namesLoopback } from "../../src/values/loopback-host.ts";

it.each(["localhost", "LOCALHOST:4010", "127.0.0.1", "127.0.0.1:9464", "127.1.2.3:1", "[::1]:4010"])(
  "%s is this machine",
  (host) => expect(namesLoopback(host)).toBe(true),
);

it.each([
  undefined,
  "",
  "evil.example",
  "127.0.0.1.evil.example:4010",
  "localhost.evil.example",
  "evil.example:127",
  "0.0.0.0",
  "192.168.0.1:80",
  "127.0.0.1@evil.example",
])("%s is not", (host) => expect(namesLoopback(host)).toBe(false));
