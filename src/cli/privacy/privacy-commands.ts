import type { Command } from "commander";
import { DELIMITER_OPTION } from "../command/csv-options.ts";
import { toCount } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { type ForgetOptions, forgetPerson } from "./forget-person.ts";
import {
  listNotices,
  markNoticesSent,
  type NoticesOptions,
  type NoticesSentOptions,
  undoNoticesSent,
} from "./privacy-notices.ts";
import { type RetentionOptions, retain } from "./retention.ts";
import { type AuditOptions, showAudit } from "./show-audit.ts";
import { type PersonOptions, showPerson } from "./show-person.ts";

/** `sourcing person|forget|retention|audit|notices` */
export function addPrivacyCommands(program: Command): void {
  program
    .command("person <text>")
    .description(
      "everything held about somebody, found by id, name, LinkedIn address, e-mail or phone number",
    )
    .option("--id", "the text is an id, whatever else it looks like")
    .option("--json", "print one JSON object")
    .option("--export", "print everything held, raw forms too, as JSON: an answer to a request of access")
    .option("--out <file>", "with --export: write it there, for you alone")
    .action((text: string, options: PersonOptions) => withExitCode(() => showPerson(text, options)));
  program
    .command("forget <id|url|email|phone>")
    .description(
      "erase a person and keep every run from storing them again; asks on a terminal, elsewhere needs --yes",
    )
    .option("--id", "the text is an id, whatever else it looks like")
    .option("--preview", "show whom and what it would erase, and change nothing")
    .option("--yes", "ask nothing")
    .option("--all-of-them", "erase more than three people at once, as --preview has shown them")
    .action((text: string, options: ForgetOptions) => withExitCode(() => forgetPerson(text, options)));
  program
    .command("retention")
    .description("delete people after RETENTION_DAYS and raw answers after RAW_RETENTION_DAYS")
    .option("--dry-run", "say what is past its time, and delete nothing")
    .option(
      "--scrub",
      "also rewrite the tables, so that the server's files keep no trace of what was deleted",
    )
    .option("--json", "print one JSON object")
    .action((options: RetentionOptions) => withExitCode(() => retain(options)));
  program
    .command("audit")
    .description("who was given contacts of people or everything about one of them, newest first")
    .option("--limit <rows>", "most rows; a table has 50 unless told, JSON has all", toCount)
    .option("--json", "print one JSON object")
    .action((options: AuditOptions) => withExitCode(() => showAudit(options)));
  const notices = program
    .command("notices")
    .description("people who were not told yet that they are stored (Art. 14 GDPR)")
    .option("--due", "only those collected a month ago or longer")
    .option("--csv", "write a CSV with their addresses")
    .option(...DELIMITER_OPTION)
    .option("--out <file>", "write it there, for you alone")
    .action((options: NoticesOptions) => withExitCode(() => listNotices(options)));
  notices
    .command("sent [ids...]")
    .description("note that people were told")
    .option("--all-due", "everybody whose notice is due")
    .option("--file <file>", "ids one a line, or a CSV of `notices --csv`; - is stdin")
    .action((ids: string[], options: NoticesSentOptions) =>
      withExitCode(() => markNoticesSent(ids, options)),
    );
  notices
    .command("undo")
    .description("take back the notices that were recorded last, together")
    .action(() => withExitCode(undoNoticesSent));
}
