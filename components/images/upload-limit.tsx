import { createContext, useContext } from "react";

const UploadLimit = createContext(Number.POSITIVE_INFINITY);

export const UploadLimitProvider = UploadLimit.Provider;

/** The largest image that the server takes, in bytes; infinite where the page does not know, and the server alone decides. */
export const useUploadLimit = (): number => useContext(UploadLimit);
