import { describe, expect, it } from "vitest";
import { toCompanyKeys } from "../../../src/people/career/job-keys.ts";

describe("the key of a company", () => {
  it.each([
    ...[
      "Umbra GmbH & Co. KG",
      "Umbra S.p.A.",
      "Umbra Sp. z o.o.",
      "Umbra A/S",
      "Umbra AB (publ)",
      "Umbra (Pty) Ltd",
    ],
    ...[
      "株式会社Umbra",
      "㈱Umbra",
      "(주)Umbra",
      "ООО «Umbra»",
      "ТОВ Umbra",
      "Umbra ЕООД",
      "Umbra Α.Ε.",
      "Umbra CJSC",
    ],
    ...[
      "Umbra S. de R.L. de C.V.",
      "Umbra S.à r.l.",
      "Umbra, s. r. o.",
      "Umbra A.Ş.",
      "Umbra San. ve Tic. Ltd. Şti.",
    ],
    ...[
      "Umbra Sdn. Bhd.",
      "PT Umbra Tbk",
      "Umbra FZ-LLC",
      "Umbra W.L.L.",
      "UAB Umbra",
      "SIA Umbra",
      "Umbra OÜ",
    ],
    ...[
      "บริษัท Umbra จำกัด (มหาชน)",
      "Công ty TNHH Umbra",
      "Công ty Cổ phần Umbra",
      "Umbra, S.A.U.",
      "Umbra SCOP",
    ],
  ])("of %j is that of Umbra", (name) => {
    expect(toCompanyKeys(name)).toContain("umbra");
  });

  it.each(["Umbra Labs", "Umbra Bank", "Co-Umbra", "AG Umbra Sports", "Umbra Sanitary Ticino"])(
    "of %j is another one",
    (name) => {
      expect(toCompanyKeys(name)).not.toContain("umbra");
    },
  );
});
