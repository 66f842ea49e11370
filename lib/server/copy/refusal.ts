/** Why a copy is not even begun; the message is one line for a person. Nothing was changed. */
export class CopyRefused extends Error {}
