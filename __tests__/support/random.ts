/** A seeded pseudorandom generator, for generated posts and random operations. */
export { Random } from "../../scripts/seed/random.ts";
