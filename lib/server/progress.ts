/** Progress: rows done of a table, and all its rows, 0 while these are not known; `detail` is what else was done. */
export type Step = { doing: string; table: string; rows: number; total: number; detail?: string };

/** A callback for progress, and a signal that stops the work. */
export type Watch = { onStep?: ((step: Step) => void) | undefined; signal?: AbortSignal | undefined };
