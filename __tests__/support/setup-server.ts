process.env.LOG_LEVEL = "silent";
process.env.SAMPLE_POSTS = "false";
process.env.DATABASE_URL = "file::memory:";
process.env.WRITE_LIMIT = "0";
process.env.SEARCH_LIMIT = "0";

// Temporary folders of this process alone: one with its clock set ahead would delete those of another.
jest.mock("node:os", () => {
  const os = jest.requireActual<typeof import("node:os")>("node:os");
  const folder = `${process.env.TEST_FOLDER}/${process.pid}`;
  jest.requireActual<typeof import("node:fs")>("node:fs").mkdirSync(folder, { recursive: true });
  return { ...os, tmpdir: () => folder };
});
