/** Something that one waits for and another makes come; once it has come it stays. */
export interface Moment {
  readonly moment: Promise<void>;
  readonly come: () => void;
}

export function makeMoment(): Moment {
  let come = () => {};
  const moment = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { moment, come };
}
