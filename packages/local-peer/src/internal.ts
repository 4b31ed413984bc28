/** What Heddle's other packages share and users do not need: it may change with every release. */
export { type ChainInfo, decodeChainInfo } from './copying/chain-info';
export { type ChannelConfiguration, decodeConfigurationBlock } from './definition/channel-configuration';
export { decodeDeliveredBlock, type DeliveredBlock } from './copying/delivered-block';
export { LedgerCopy, type LedgerCopySource } from './copying/ledger-copy';
export { decodeDefinitionsResult, type DefinitionFacts, textOfPolicy } from './definition/definition-codec';
export { policyText } from './definition/policy-text';
export { passMillisecond } from './endorse/pass-millisecond';
export { encodeName, formatName, isSameName, nameOf, parseClientId } from './identity/client-id';
export { createSimulatedIdentity } from './identity/simulated-identity';
export {
    compareOutcomes,
    describeDifferences,
    type Difference,
    differencesOf,
    linesOf,
    type RunNotes,
} from './endorse/result-differences';
export { readBlock } from './ledger-reader';
export { readableKey } from './records/readable-key';
export { readableValue } from './records/readable-value';
export { isInRange } from './records/utf8-order';
export {
    keyRequest,
    LEDGER_SERVICE,
    markReply,
    markRequest,
    marksReply,
    rangeRequest,
    revertReply,
    stateEntry,
    stateReply,
} from './tooling/ledger-messages';
export {
    type BlockReplayOptions,
    isReplayed,
    type PassedOver,
    replayBlocks,
    type ReplayedCall,
    type ReplayStep,
} from './replay/block-replay';
export { checkedBlocks, type FetchedBlock } from './recorded/checked-blocks';
export type { CallVerdict } from './replay/compare-call';
export { decodeFetchedBlock, encodeFetchedBlock } from './recorded/fetched-block';
export type { RecordedBlock, RecordedCall, RecordedTransaction } from './recorded/recorded-block';
export { type CollectionContent, LedgerBlocks, type LedgerBlocksOptions } from './recorded/ledger-blocks';
export { RecordedLedger } from './replay/recorded-ledger';
export type { CallTransaction, ReplayedChaincode } from './replay/replay-runner';
