/** What takes the place of fabric-shim's own parts, for the packages that are installed under its name. */
export { generateLoggingPrefix } from './classic/logging-prefix';
export { CLASSIC, classicChaincode, type ClassicChaincode, type ClassicResponse } from './classic/classic-chaincode';
export { HistoryQueryIterator, PrivateQueryIterator, StateQueryIterator } from './classic/classic-iterators';
export { ClassicKeyEndorsementPolicy } from './classic/classic-key-policy';
export { type ClassicLogger, getLogger, setLevel } from './classic/classic-logger';
export type { ClassicCreator } from './classic/classic-proposal';
export { ClassicStub, classicStub } from './classic/classic-stub';
export type { ClassicTime, ClassicTimestamp } from './classic/classic-time';
export type { PeerClient } from './classic/client-ledger';
export type { GivenInput } from './classic/given-input';
export type { GivenPage, GivenRows, PageHandler, RowSource } from './classic/given-page';
export type { GivenProposal } from './classic/given-proposal';
export { ClassicClientIdentity, type CreatorSource, unreadClientIdentity } from './identity/classic-client-identity';
