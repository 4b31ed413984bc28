import { describe, expect, it } from '@jest/globals';
import * as codec from './codec-entry';
import * as protocol from './index';

describe('the package', () => {
    it('exports these values and no others', () => {
        expect(Object.keys(protocol).sort()).toEqual([
            'DescribedKeys',
            'EMPTY',
            'EVENT_ENVELOPE',
            'FIRST_SIMPLE_KEY',
            'MAX_MESSAGE_BYTES',
            'MessageType',
            'Proposal',
            'ProtocolError',
            'TransactionEnvelope',
            'allCompositeKeys',
            'chaincodeAdditionalParams',
            'chaincodeEvent',
            'chaincodeId',
            'chaincodeInput',
            'chaincodeService',
            'chaincodeSpec',
            'chaincodeSupportService',
            'compareKeys',
            'compositeKeyRange',
            'createCompositeKey',
            'createStreamPair',
            'decodeKeyPart',
            'decodeMessage',
            'encodeKeyPart',
            'encodeMessage',
            'foldEvents',
            'isCompositeKey',
            'keyModification',
            'keyValue',
            'messageTypeName',
            'orderedKeyRange',
            'pageMetadata',
            'pageRequest',
            'proposalParts',
            'queryPage',
            'readMessage',
            'requests',
            'response',
            'rowPages',
            'splitCompositeKey',
            'stateMetadata',
            'stateMetadataResult',
            'streamOfClientCall',
            'streamOfServerCall',
            'timestamp',
            'toDate',
            'toTimestamp',
            'unfoldEvents',
            'writeRecord',
        ]);
    });

    it('offers what declares messages under /codec', () => {
        expect(Object.keys(codec).sort()).toEqual([
            'bool',
            'bytes',
            'bytesByName',
            'embedded',
            'int32',
            'int64',
            'message',
            'messagesByNumber',
            'repeatedBytes',
            'repeatedMessages',
            'repeatedStrings',
            'string',
            'uint32',
            'uint64',
        ]);
    });
});
