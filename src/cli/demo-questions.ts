import type { Office } from "../compose.ts";
export async function answerDemoQuestions(_office: Office): Promise<void> {}
