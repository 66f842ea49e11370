import type { Random } from "./random.ts";

/** Common words. */
const COMMON =
  `the of and a to in is it that was for on with as at by from this be are or an not but which were one all there what
  when who so if more about up out them then some into could time only other its new two may these like first over way
  even most made after also many before must through where much back years well down should because each those people how
  too little state good world make very still see own work long here get between both life being under three never know
  same last another while us off might great go come since against right came take used himself few house use during
  without again place around however small found thought went say part once general high upon school every does got left
  number course war until always away something fact water though less public put think almost hand enough far took head
  yet better set told nothing night end why find look later point next program city business give group days room face
  book paper page letter word sentence margin ink press type shelf garden winter river morning kitchen street window
  light road bread salt stone bridge market train harbour island music silence language memory story history science
  machine software network server database code engine design library archive map travel weather season mountain`.split(
    /\s+/,
  );

const ONSETS = [
  "b",
  "br",
  "c",
  "ch",
  "d",
  "dr",
  "f",
  "g",
  "gr",
  "h",
  "k",
  "l",
  "m",
  "n",
  "p",
  "pr",
  "r",
  "s",
  "st",
  "t",
];
const VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS = ["", "", "n", "r", "l", "s", "nd", "rt"];

/** Number of different words. */
const VOCABULARY = 200_000;

/** The word of a rank: common words first, then words composed of syllables. */
function wordAt(rank: number): string {
  const common = COMMON[rank];
  if (common !== undefined) return common;
  let [rest, word] = [rank, ""];
  do {
    const [onset, vowel] = [ONSETS[rest % ONSETS.length], VOWELS[Math.floor(rest / ONSETS.length) % VOWELS.length]];
    word += `${onset}${vowel}`;
    rest = Math.floor(rest / (ONSETS.length * VOWELS.length));
  } while (rest > 0);
  return word + CODAS[rank % CODAS.length];
}

/** A Zipf-distributed integer from 0 to below `end`, as words and tags are used. */
export function oftenSmall(chance: Random, end: number): number {
  return Math.floor(end ** chance.fraction()) - 1;
}

/** A random word; a few are very frequent, most are rare. */
export const someWord = (chance: Random) => wordAt(oftenSmall(chance, VOCABULARY));

const TOPICS = ["books", "travel", "food", "code", "design", "music", "history", "gardens", "science", "letters"];
const TAGS = 2_000;

/** A random tag: the first topics are on about every tenth post, the last ones on a handful. */
export function someTag(chance: Random): string {
  const rank = oftenSmall(chance, TAGS);
  return TOPICS[rank] ?? wordAt(COMMON.length + rank);
}
