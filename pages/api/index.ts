export { default } from "./[...path].ts";

export const config = { api: { bodyParser: false } };
