import type { WarningCode } from '@heddle/core';

/** Takes what is found when contracts are compiled: what is wrong, and which contract or parameter it is about. */
export type ClassicWarn = (code: WarningCode, what: string) => void;
