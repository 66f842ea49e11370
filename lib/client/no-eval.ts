import { z } from "zod";

// Zod tests in the browser whether `eval` works. The Content-Security-Policy forbids it and would report a violation on
// every page.
if (typeof window !== "undefined") z.config({ jitless: true });
