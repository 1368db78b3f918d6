/** Something that one waits for and another makes come; once it has come it stays. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

export function makeDeferred(): Deferred {
  let come = () => {};
  const moment = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { promise: moment, resolve: come };
}
