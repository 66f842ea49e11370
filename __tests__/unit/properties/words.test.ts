import fc from "fast-check";
import { SEARCH_WORDS_MAX, termsOf } from "#lib/server/search/terms";
import { wordsOf } from "#lib/server/search/words";
import { holds } from "#support/property";
import { anyText } from "#support/text-arbitraries";

const folded = (text: string) => wordsOf(text).map((word) => word.folded);

test("wordsOf — any text — words in order, at their positions", async () => {
  await holds(
    anyText(300),
    (text) => {
      let before = { start: 0, end: 0 };
      for (const { folded: word, isSign, parts = [], ...place } of wordsOf(text)) {
        expect(place.end).toBeGreaterThan(place.start);
        for (const part of parts) {
          expect(part.start).toBeGreaterThanOrEqual(place.start);
          expect(part.end).toBeLessThanOrEqual(place.end);
          expect(folded(text.slice(part.start, part.end))).toContain(part.folded);
        }
        // One sign may stand for several words: they share its place.
        if (place.start !== before.start || place.end !== before.end) {
          expect(place.start).toBeGreaterThanOrEqual(before.end);
        }
        const source = text.slice(place.start, place.end);
        // A sign is a word beside letters only.
        if (isSign) expect(source.normalize("NFKC").startsWith(word)).toBe(true);
        else expect(folded(source)).toContain(word);
        before = place;
      }
    },
    300,
  );
});

test("wordsOf — any text — a folded word is one word, without FTS syntax, and idempotent", async () => {
  await holds(
    anyText(300),
    (text) => {
      for (const { folded: word, isSign } of wordsOf(text)) {
        expect(word).toMatch(isSign ? /^([.&/_@+#:])\1*$/ : /^[^\s"'*():^+{}.&/_@#-]+$/u);
        if (!isSign) expect({ word, again: folded(word) }).toEqual({ word, again: [word] });
      }
    },
    300,
  );
});

test.each(["NFC", "NFD", "NFKC", "NFKD"])("wordsOf — any text in %s — the same words", async (form) => {
  const letters = fc.string({ unit: fc.constantFrom(..."aéÅßẞﬁ한국가각が東ς½①ﷺñłØæ+.#'’ "), maxLength: 12 });
  await holds(letters, (text) => expect(folded(text.normalize(form))).toEqual(folded(text)), 100);
});

test("wordsOf — upper and lower case — the same words", async () => {
  const letters = fc.string({ unit: fc.constantFrom(..."aZéÉßẞﬁσςΣжЖüǆǅǄłŁøØæÆđĐþÞ+#.' 한東 "), maxLength: 12 });
  await holds(
    letters,
    (text) => {
      expect(folded(text.toUpperCase())).toEqual(folded(text));
      expect(folded(text.toLowerCase())).toEqual(folded(text));
    },
    200,
  );
});

test("termsOf — any text — its own words, each once, up to SEARCH_WORDS_MAX", async () => {
  await holds(
    anyText(100),
    (text) => {
      const terms = termsOf(text).map(({ words }) => words.join(" "));
      expect(new Set(terms).size).toBe(terms.length);
      const counted = terms.flatMap((term) => term.split(" "));
      expect(counted.length).toBeLessThanOrEqual(SEARCH_WORDS_MAX);
      const words = new Set(counted);
      const all = new Set(folded(text));
      if (counted.length < SEARCH_WORDS_MAX) expect(words).toEqual(all);
      else expect(words.isSubsetOf(all)).toBe(true);
    },
    200,
  );
});
