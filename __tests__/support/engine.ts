/** The engine of this Jest project. */
export const engine = process.env.TEST_ENGINE === "postgres" ? "postgres" : "sqlite";
