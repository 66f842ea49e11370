// Plain JavaScript that any Node can read: an older one is told what it lacks in one line, instead of failing on
// the first TypeScript file. Loaded by `npm start` and `npm run dev` (--import) and by the configuration files.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  console.error(`Octavo needs Node.js 22.18, 23.6 or later (this is ${process.versions.node}).`);
  process.exit(1);
}
