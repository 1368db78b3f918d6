import { buyAction } from "./actions/buy-action.ts";
import { restoreFiringAction, shiftFiringAction, skipFiringAction } from "./actions/change-night-action.ts";
import { cancelRunAction, resumeRunAction } from "./actions/change-run-action.ts";
import {
  removeScheduleAction,
  runScheduleAction,
  setScheduleAction,
} from "./actions/change-schedule-action.ts";
import { changeSpecAction, switchSpecAction } from "./actions/change-spec-action.ts";
import { closeRequestAction, recordRequestAction } from "./actions/data-request-action.ts";
import { findPersonAction } from "./actions/find-person-action.ts";
import { forgetAction, previewForgetAction } from "./actions/forget-person-action.ts";
import { holdAction, releaseAction } from "./actions/hold-spending-action.ts";
import { csvRowsAction, jsonRowsAction, runQueryAction } from "./actions/run-query-action.ts";
import { deleteQueryAction, saveQueryAction } from "./actions/save-query-action.ts";
import { settleCallAction } from "./actions/settle-call-action.ts";
import { showContactsAction } from "./actions/show-contacts-action.ts";
import { checkSheetAction, storeSheetAction } from "./actions/upload-actions.ts";
import { catalogPage } from "./pages/catalog.ts";
import { nightsPage } from "./pages/nights.ts";
import { peoplePage } from "./pages/people.ts";
import { personPage } from "./pages/person.ts";
import { planPage } from "./pages/plan.ts";
import { requestsPage } from "./pages/requests.ts";
import { runPage } from "./pages/run.ts";
import { runsPage } from "./pages/runs.ts";
import { savedQueryPage } from "./pages/saved-query.ts";
import { specPage } from "./pages/spec.ts";
import { specsPage } from "./pages/specs.ts";
import { spendPage } from "./pages/spend.ts";
import { sqlPage } from "./pages/sql.ts";
import { tonightPage } from "./pages/tonight.ts";
import { uploadPage } from "./pages/upload.ts";
import type { AnyAction } from "./server/define-action.ts";
import type { AnyPage } from "./server/define-page.ts";

/** Every page, in the order of the navigation. */
export const PAGES: readonly AnyPage[] = [
  tonightPage,
  uploadPage,
  specsPage,
  specPage,
  planPage,
  runsPage,
  runPage,
  peoplePage,
  personPage,
  spendPage,
  nightsPage,
  requestsPage,
  sqlPage,
  savedQueryPage,
  catalogPage,
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
  checkSheetAction,
  storeSheetAction,
  buyAction,
  changeSpecAction,
  switchSpecAction,
  skipFiringAction,
  shiftFiringAction,
  restoreFiringAction,
  setScheduleAction,
  removeScheduleAction,
  runScheduleAction,
  recordRequestAction,
  closeRequestAction,
  runQueryAction,
  csvRowsAction,
  jsonRowsAction,
  saveQueryAction,
  deleteQueryAction,
];
