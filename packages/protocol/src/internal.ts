/** What Heddle's other packages share and users do not need: it may change with every release. */
export { ChurningMap } from './churning-map';
export { EncodedWrites, encodedWrites } from './encoded-writes';
export { FrameQueue, type FrameLimits, type FrameReader, type TakeFrame } from './frame-queue';
export { endsAtSeparator, type KeyTexts, splitKey } from './key-layout';
export { identityCertificate } from './identity-certificate';
export { misnamedOption, type OptionNames } from './known-options';
export { LONGEST_TIMER_MS } from './longest-timer';
export { isMarked, mark } from './marked-error';
export { takeAll } from './message-stream';
export { notify } from './notify';
export { transactionKey } from './transaction-key';
export { usualKeyValue } from './usual-row';
export { Waiters } from './waiters';
export { WireType } from './wire';
