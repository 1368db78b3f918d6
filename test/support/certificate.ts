import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";

/** A certificate and its key, both as PEM. */
export interface Certificate {
  /** Host, or authority. */
  readonly name: string;
  readonly cert: string;
  readonly key: string;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const ECDSA_WITH_SHA256 = sequence(Buffer.from("06082a8648ce3d040302", "hex"));
const COMMON_NAME = Buffer.from("0603550403", "hex");

function nameOf(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

/**
 * Node makes keys but no certificates; a few lines of DER spare a key that would lie in the repository.
 * @param authority who vouches for it; nobody unless told
 */
export function makeCertificate(name: string, authority?: Certificate): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const validity = sequence(der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231235959Z")));
  const serial = der(0x02, Buffer.from([1]));
  const content = sequence(
    serial,
    ECDSA_WITH_SHA256,
    nameOf(authority?.name ?? name),
    validity,
    nameOf(name),
    publicKey,
  );
  const signature = sign("sha256", content, createPrivateKey(authority?.key ?? privateKey));
  const certificate = sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  const text = certificate.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return { name, cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`, key: privateKey };
}
