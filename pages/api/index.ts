export { default } from "./[...path].ts";
