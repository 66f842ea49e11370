// The parts of the panel to publish that are loaded when it opens: in one file, since every page lists all files that may be loaded.
export { CoverPicker } from "./cover-picker.tsx";
export { ListPreview } from "./list-preview.tsx";
