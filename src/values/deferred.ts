/** A promise that is resolved from outside. Resolving it twice has no effect. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

export function makeDeferred(): Deferred {
  let settle = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise: promise, resolve: settle };
}
