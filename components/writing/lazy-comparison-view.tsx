import dynamic from "next/dynamic";
import { NotLoaded } from "./not-loaded.tsx";

/** `ComparisonView` for the editor, which loads it when differences are first shown. */
export const LazyComparisonView = dynamic(
  () => import("./comparison-view.tsx").then(({ ComparisonView }) => ComparisonView),
  { loading: NotLoaded },
);
