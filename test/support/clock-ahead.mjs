// Loaded before the built program (`node --import`): its machine's clock is so many milliseconds ahead of the world's.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const now = Date.now.bind(Date);

globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now() + aheadMs);
    else super(...given);
  }

  static now() {
    return now() + aheadMs;
  }
};
