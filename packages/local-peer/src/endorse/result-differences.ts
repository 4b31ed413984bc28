import { isUtf8 } from 'node:buffer';
import { chaincodeSets } from '../records/chaincode-sets';
import type { KeyWrite } from '../records/read-write-set';
import type { ProposalOutcome } from './endorser';

/** Bytes of a value that are shown at most. */
const SHOWN_BYTES = 60;
/** Differences that are shown at most. */
const SHOWN = 3;

/**
 * Says what two peers' results do not have alike: which keys, and both values.
 * @returns for instance `write of 'k' (1 at Org1MSP, 2 at Org2MSP)`; empty where only what peers compare besides differs
 */
export function describeDifferences(first: ProposalOutcome, second: ProposalOutcome): string {
    const [left, right] = [resultsOf(first), resultsOf(second)];
    const names = [...new Set([...left.keys(), ...right.keys()])];
    const different = names.filter((name) => left.get(name) !== right.get(name));
    const shown = different
        .slice(0, SHOWN)
        .map(
            (name) =>
                `${name} (${left.get(name) ?? 'none'} at ${first.mspId}, ${right.get(name) ?? 'none'} at ${second.mspId})`,
        );
    return [...shown, ...(different.length > SHOWN ? [`${different.length - SHOWN} more`] : [])].join(', ');
}

/** What endorsers have to agree on, by what it is. */
function resultsOf({ response, event, readWriteSet, privateWrites }: ProposalOutcome): Map<string, string> {
    const results = new Map([['result', `${response.status} ${shownBytes(response.payload)}`.trimEnd()]]);
    if (event !== undefined) results.set(`event '${event.name}'`, shownBytes(event.payload));
    const sets = chaincodeSets(readWriteSet);
    for (const { namespace, writes, reads } of sets) {
        const of = sets.length > 1 ? ` of ${namespace}` : '';
        for (const write of writes) results.set(`write of '${write.key}'${of}`, shownWrite(write));
        for (const { key, version } of reads)
            results.set(
                `read of '${key}'${of}`,
                version === undefined ? 'not there' : `version ${version.blockNumber}.${version.txNumber}`,
            );
    }
    for (const { collection, writes } of privateWrites)
        for (const write of writes) results.set(`write of '${write.key}' in ${collection}`, shownWrite(write));
    return results;
}

function shownWrite({ isDelete, value }: KeyWrite): string {
    return isDelete ? 'deleted' : shownBytes(value);
}

function shownBytes(bytes: Buffer): string {
    const part = bytes.subarray(0, SHOWN_BYTES);
    const text = isUtf8(bytes) ? part.toString() : `0x${part.toString('hex')}`;
    return bytes.length > SHOWN_BYTES ? `${text}…` : text;
}
