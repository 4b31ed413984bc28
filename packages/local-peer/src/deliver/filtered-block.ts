import { chaincodeEvent, proposalParts, ProtocolError } from '@heddle/protocol';
import { decodeBlock } from '../records/block';
import { envelope, envelopePayload, eventsOfActions, HeaderType } from '../records/transaction-envelope';
import { ValidationCode } from '../records/validation-code';
import type { FilteredBlock, FilteredTransaction } from './deliver-messages';

/**
 * A block without contents: ids and validation codes of transactions, and names of events (fabric,
 * core/peer/deliverevents.go, toFilteredBlock). Envelopes that cannot be decoded are left out.
 * @throws ProtocolError where what is in an envelope cannot be decoded
 */
export function filterBlock(encoded: Uint8Array): FilteredBlock {
    const { header, envelopes, validationCodes } = decodeBlock(encoded);
    let channelId = '';
    const transactions: FilteredTransaction[] = [];
    for (const [index, bytes] of envelopes.entries()) {
        const payload = payloadOf(bytes);
        if (payload === undefined) continue;
        const { header: headers, data } = envelopePayload.decode(payload);
        if (headers.length === 0) continue;
        const channelHeader = proposalParts.channelHeader.decode(proposalParts.header.decode(headers).channelHeader);
        const { type, txId } = channelHeader;
        ({ channelId } = channelHeader);
        transactions.push({
            txId,
            type,
            validationCode: validationCodes[index] ?? ValidationCode.NOT_VALIDATED,
            actions: type === HeaderType.ENDORSER_TRANSACTION ? { actions: filterActions(data) } : undefined,
        });
    }
    return { channelId, number: header.number, transactions };
}

function payloadOf(encodedEnvelope: Uint8Array): Buffer | undefined {
    try {
        return envelope.decode(encodedEnvelope).payload;
    } catch (error) {
        if (ProtocolError.is(error)) return undefined;
        throw error;
    }
}

/** The events, without their payload; those of transactions that are not valid as well. */
function filterActions(data: Buffer): NonNullable<FilteredTransaction['actions']>['actions'] {
    return eventsOfActions(data).flatMap((event) => {
        const { chaincodeId, txId, name } = chaincodeEvent.decode(event);
        return chaincodeId === '' ? [] : [{ chaincodeEvent: { chaincodeId, txId, name, payload: Buffer.alloc(0) } }];
    });
}
