import { z } from "zod";

// In the browser zod tries out whether it may make code from text. Our Content-Security-Policy forbids it, and would
// report a violation on every page.
if (typeof window !== "undefined") z.config({ jitless: true });
