import { holdAction, releaseAction } from "./actions/hold-spending-action.ts";
import { tonightPage } from "./pages/tonight.ts";
import type { AnyAction } from "./server/define-action.ts";
import type { AnyPage } from "./server/define-page.ts";

/** Every page, in the order of the navigation. */
export const PAGES: readonly AnyPage[] = [tonightPage];

/** Every action that a form of a page may send. */
export const ACTIONS: readonly AnyAction[] = [holdAction, releaseAction];
