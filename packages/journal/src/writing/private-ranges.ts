import type { FrameFields } from '../format/frame-fields';
import { FrameScan } from '../format/frame-scan';
import type { Ranges } from './chunk';

export const NOTHING: Ranges = [];

/** Of ChaincodeMessage. */
export const PAYLOAD = 3;
const PROPOSAL = 5;
const EVENT = 6;

/** Of a SignedProposal, the values of the transient map: Proposal, ChaincodeProposalPayload, an entry of the map. */
const TRANSIENT_VALUES = [1, 2, 2, 2];
/** Of a SignedProposal, what the client has called with: Proposal, ChaincodeProposalPayload, its invocation, the spec, the input. */
const SIGNED_ARGUMENTS = [1, 2, 1, 1, 3, 1];
/** Of a ChaincodeInput, what this chaincode is called with. */
const ARGUMENTS = [1];

/**
 * The values of transient data in a frame that begins a transaction. A field that stands several times is taken each time:
 * the client has made these bytes, and of some fields Go reads the last one, of others all together.
 */
export function transientRanges(frame: Uint8Array, fields: FrameFields): Ranges {
    return fields.has(PROPOSAL) ? valuesIn(frame, fields, PROPOSAL, TRANSIENT_VALUES) : NOTHING;
}

/**
 * What another chaincode has handed to this one, but for the name of the function; nothing where the client has called it.
 * A call has the proposal of the whole transaction (core/chaincode/handler.go, HandleInvokeChaincode), so its arguments are
 * other ones than those that the client has signed.
 */
export function calledWithRanges(frame: Uint8Array, fields: FrameFields): Ranges {
    const given = valuesIn(frame, fields, PAYLOAD, ARGUMENTS);
    return isSame(frame, given, valuesIn(frame, fields, PROPOSAL, SIGNED_ARGUMENTS)) ? NOTHING : given.slice(2);
}

/** All of a COMPLETED but its status, and the name of its event. */
export function outcomeRanges(frame: Uint8Array, fields: FrameFields): Ranges {
    const ranges: number[] = [];
    const scan = new FrameScan(frame);
    const [start, end] = [fields.start(PAYLOAD), fields.end(PAYLOAD)];
    if (scan.find(2, start, end)) ranges.push(scan.start, scan.end);
    if (scan.find(3, start, end)) ranges.push(scan.start, scan.end);
    if (scan.find(4, fields.start(EVENT), fields.end(EVENT))) ranges.push(scan.start, scan.end);
    return ranges;
}

export function payloadRange(fields: FrameFields): Ranges {
    return fields.has(PAYLOAD) ? [fields.start(PAYLOAD), fields.end(PAYLOAD)] : NOTHING;
}

/** Where the values of a field are that is this deep in one of the frame's, all of them. */
function valuesIn(frame: Uint8Array, fields: FrameFields, field: number, path: readonly number[]): Ranges {
    const ranges: number[] = [];
    addValues(new FrameScan(frame), path, { depth: 0, start: fields.start(field), end: fields.end(field) }, ranges);
    return ranges;
}

interface Part {
    readonly depth: number;
    readonly start: number;
    readonly end: number;
}

function addValues(scan: FrameScan, path: readonly number[], part: Part, ranges: number[]): void {
    const { depth } = part;
    for (let at = part.start; scan.find(path[depth] ?? 0, at, part.end);) {
        const { start, end } = scan;
        if (depth === path.length - 1) ranges.push(start, end);
        else addValues(scan, path, { depth: depth + 1, start, end }, ranges);
        at = end;
    }
}

function isSame(frame: Uint8Array, some: Ranges, others: Ranges): boolean {
    const texts = (ranges: Ranges): Buffer[] => {
        const parts: Buffer[] = [];
        for (let index = 0; index + 1 < ranges.length; index += 2) {
            const [start = 0, end = 0] = ranges.slice(index, index + 2);
            parts.push(Buffer.from(frame.buffer, frame.byteOffset + start, end - start));
        }
        return parts;
    };
    const [left, right] = [texts(some), texts(others)];
    return left.length === right.length && left.every((part, index) => part.equals(right[index] ?? NO_BYTES));
}

const NO_BYTES = Buffer.alloc(0);
