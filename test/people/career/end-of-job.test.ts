import { expect, it } from "vitest";
import { readEnd } from "../../../src/people/career/end-of-job.ts";

it.each(
  "сьогодні|до сегодняшнего дня|н.в.|до днес|în prezent|jelenleg|mai napig|tänaseni|šobrīd|dabar|sada|danes|günümüz|devam ediyor|ปัจจุบัน|nay|saat ini|kini|kasalukuyan|hadi sasa|اکنون|עד היום|재직 중|迄今|在職中|derzeit|laufend|bis dato|in corso|até hoje|presente".split(
    "|",
  ),
)("%j says that a job goes on", (text) => {
  expect(readEnd(text)).toBe("open");
});

it.each(
  "март|марта|декабрь|grudzień|grudnia|eylül|syyskuu|leden|décembre|травень|Ιούνιος|यूनियन 2020|12月|ธันวาคม".split(
    "|",
  ),
)("%j alone is a month or holds a date, and no word for today", (text) => {
  expect(readEnd(text)).toBe("text");
});

it.each(
  "ukončeno|завершено|уволен|離職|已离职|퇴사|終了|befejezve|încheiat|bitti|ayrıldı|afsluttet|avsluttet|finalizada|desligado|cessato|dimesso|démissionné|gekündigt|ausgeschieden|no longer|left company".split(
    "|",
  ),
)("%j says that a job is over", (text) => {
  expect(readEnd(text)).toBe("text");
});
