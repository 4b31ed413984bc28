import { chaincodeEvent } from '@heddle/protocol';
import { decodedOr } from '../records/decoded-or';
import type { ReadWriteSet } from '../records/read-write-set';
import { decodeReadWriteSet } from '../records/read-write-set-codec';
import {
    chaincodeAction,
    type EndorsedTransaction,
    headerExtension,
    type OpenedTransaction,
} from '../records/transaction-envelope';
import { ValidationCode } from '../records/validation-code';

type Action = EndorsedTransaction['action'];

/** What a transaction has called, and what came of it. */
export interface CheckedCall {
    readonly action: Action;
    readonly readWriteSet: ReadWriteSet;
}

/**
 * Checks what a transaction says it has called, and what came of it, each part against the others
 * (fabric, core/committer/txvalidator/v20/plugindispatcher/dispatcher.go).
 * @returns the call; why it is not valid, where it is not
 */
export function checkCall({ channelHeader, extension }: OpenedTransaction): CheckedCall | ValidationCode {
    const proposed = decodedOr(ValidationCode.BAD_HEADER_EXTENSION, () =>
        headerExtension.decode(channelHeader.extension),
    );
    if (typeof proposed === 'number') return proposed;
    const action = decodedOr(undefined, () => chaincodeAction.decode(extension));
    if (action === undefined || extension.length === 0) return ValidationCode.BAD_RESPONSE_PAYLOAD;
    const readWriteSet = decodedOr(ValidationCode.BAD_RWSET, () => decodeReadWriteSet(action.results));
    if (typeof readWriteSet === 'number') return readWriteSet;
    return checkChaincode(proposed.chaincodeId, action) ?? checkNamespaces(readWriteSet) ?? { action, readWriteSet };
}

function checkChaincode(proposed: Action['chaincodeId'], { chaincodeId, event }: Action): ValidationCode | undefined {
    if (proposed === undefined || chaincodeId === undefined) return ValidationCode.INVALID_OTHER_REASON;
    const { name } = proposed;
    if (name === '' || name !== chaincodeId.name || chaincodeId.version === '') return ValidationCode.INVALID_CHAINCODE;
    if (event.length === 0) return undefined;
    const decoded = decodedOr(ValidationCode.INVALID_OTHER_REASON, () => chaincodeEvent.decode(event));
    return typeof decoded !== 'number' && decoded.chaincodeId === name
        ? undefined
        : ValidationCode.INVALID_OTHER_REASON;
}

function checkNamespaces(readWriteSet: ReadWriteSet): ValidationCode | undefined {
    const names = new Set(readWriteSet.map(({ namespace }) => namespace));
    return names.size === readWriteSet.length ? undefined : ValidationCode.ILLEGAL_WRITESET;
}
