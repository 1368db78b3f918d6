/** Profiles on a full page; the reference page names no number and no parameter for it. */
export const PAGE_SIZE = 25;
