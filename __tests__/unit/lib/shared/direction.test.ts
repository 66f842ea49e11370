import { baseDirection, directionOf } from "#lib/shared/direction";
import { expectLinearTime } from "#support/expect-linear";

test.each([
  ["ar", "rtl"],
  ["fa-IR", "rtl"],
  ["he", "rtl"],
  ["ur", "rtl"],
  ["yi", "rtl"],
  ["dv", "rtl"],
  ["ckb", "rtl"],
  ["az-Arab", "rtl"],
  ["pa-PK", "rtl"],
  ["az", "ltr"],
  ["fa-Latn", "ltr"],
  ["ja", "ltr"],
  ["en", "ltr"],
  ["zz", "ltr"],
])("directionOf — %s — %s", (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});

test.each([
  ["Persian after a Latin word", { title: "eBPF", content: "eBPF یک فناوری است.\n\nپاراگراف دوم." }, "rtl"],
  ["English with a Persian word", { title: "فارسی", content: "The word for Persian." }, "ltr"],
  ["Hebrew with as many Latin letters in code", { content: "שלום\n\n```js\nconst answer = compute();\n```" }, "rtl"],
  ["an unclosed fence", { content: "~~~\nفارسی فارسی فارسی" }, "ltr"],
  ["a shorter fence within a fence", { content: "````\n```\nabc def ghi\n````\nسلام" }, "rtl"],
  ["Persian with a long URL", { content: "ببین https://example.org/a/long/path/of/words" }, "rtl"],
  ["Persian with a long link", { content: "[ببین](https://example.org/a/long/path/of/words)" }, "rtl"],
  ["Persian in Latin markup", { content: '<span class="a-long-name">سلام</span> `code in a line`' }, "rtl"],
  ["no letter", { content: "1234 :-)" }, "ltr"],
  ["Arabic digits without a letter", { content: "١٢٣٤" }, "ltr"],
  ["the title only", { title: "سلام", content: "1" }, "rtl"],
  ["`language` set, letters of the other direction", { content: "Hello", language: "fa" }, "rtl"],
  ["another `language` set, letters of the other direction", { content: "سلام", language: "fa-Latn" }, "ltr"],
] as const)("baseDirection — %s", (_, source, direction) => {
  expect(baseDirection(source)).toBe(direction);
});

test.each(["`", "](", "<", "```\n", "https://", "~", "[a](", "\n   ```` ", "a", "א "])(
  "baseDirection — %j repeated — time linear in the length",
  async (pattern) => {
    const make = (length: number) => `א${pattern.repeat(length / pattern.length)}`;
    await expectLinearTime(make, 12_500, { baseDirection: (content) => baseDirection({ content }) });
  },
);
