/** Chance that can be repeated: made-up posts and random histories take it from the same source. */
export { Random } from "../../scripts/seed/random.ts";
