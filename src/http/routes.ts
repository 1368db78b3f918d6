import { buyAction } from "./actions/buy-action.ts";
import { cancelRunAction, resumeRunAction } from "./actions/change-run-action.ts";
import { changeSpecAction, switchSpecAction } from "./actions/change-spec-action.ts";
import { findPersonAction } from "./actions/find-person-action.ts";
import { forgetAction, previewForgetAction } from "./actions/forget-person-action.ts";
import { holdAction, releaseAction } from "./actions/hold-spending-action.ts";
import { settleCallAction } from "./actions/settle-call-action.ts";
import { showContactsAction } from "./actions/show-contacts-action.ts";
import { peoplePage } from "./pages/people.ts";
import { personPage } from "./pages/person.ts";
import { planPage } from "./pages/plan.ts";
import { runPage } from "./pages/run.ts";
import { runsPage } from "./pages/runs.ts";
import { specPage } from "./pages/spec.ts";
import { specsPage } from "./pages/specs.ts";
import { spendPage } from "./pages/spend.ts";
import { tonightPage } from "./pages/tonight.ts";
import type { AnyAction } from "./server/define-action.ts";
import type { AnyPage } from "./server/define-page.ts";

/** Every page, in the order of the navigation. */
export const PAGES: readonly AnyPage[] = [
  tonightPage,
  specsPage,
  specPage,
  planPage,
  runsPage,
  runPage,
  peoplePage,
  personPage,
  spendPage,
];

/** Every action that a form of a page may send. */
export const ACTIONS: readonly AnyAction[] = [
  holdAction,
  releaseAction,
  cancelRunAction,
  resumeRunAction,
  settleCallAction,
  findPersonAction,
  showContactsAction,
  previewForgetAction,
  forgetAction,
  buyAction,
  changeSpecAction,
  switchSpecAction,
];
