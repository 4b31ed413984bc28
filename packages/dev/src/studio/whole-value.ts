import { isUtf8 } from 'node:buffer';
import { badRequest, notFound } from './http/refusal';
import { committedOf, type Known, recordedOf } from './recorded-of';
import { fullSize } from './view/kept-value';
import type { Recorded } from './view/summary';

/** A value from its first byte to its last, with a name for the file that it is saved as. */
export interface WholeValue {
    readonly value: Uint8Array;
    readonly name: string;
}

type Finder = (parts: readonly string[], known: Known) => Promise<Uint8Array | undefined>;

/** By what a reference begins with; what follows are names and numbers. */
const FINDERS: ReadonlyMap<string, Finder> = new Map<string, Finder>([
    [
        'state',
        async ([namespace = '', key = '', collection], { source: { reader } }) =>
            (await reader.state(namespace, key, collection))?.value,
    ],
    [
        'held',
        async ([mspId, namespace = '', collection = '', key = ''], { source: { reader } }) =>
            (await reader.holdings(namespace, collection, key)).find((one) => one.mspId === mspId)?.value,
    ],
    ['argument', async ([id = '', index], known) => (await wholeOf(id, known)).proposal.args[Number(index) + 1]],
    ['result', async ([id = ''], known) => (await wholeOf(id, known)).proposal.result?.response.payload],
    ['event', async ([id = ''], known) => (await wholeOf(id, known)).proposal.result?.event?.payload],
    [
        'write',
        async ([id = '', namespace, key], known) =>
            (await wholeOf(id, known)).proposal.result?.readWriteSet
                .find((set) => set.namespace === namespace)
                ?.writes.find((write) => write.key === key)?.value,
    ],
    ['envelope', async ([id = ''], { source: { reader } }) => (await envelopeOf(id, reader))?.encoded],
]);

/** Of what is in a block, the block has all of it; of what is in none, what is kept may be a beginning. */
async function wholeOf(id: string, known: Known): Promise<Recorded> {
    return (await committedOf(id, known.source)) ?? (await recordedOf(id, known));
}

/** A transaction as it was sent; undefined of what is in no block. */
export async function envelopeOf(
    id: string,
    reader: Known['source']['reader'],
): Promise<Awaited<ReturnType<typeof reader.envelope>>> {
    const place = await reader.transaction(id);
    return place && (await reader.envelope(place.blockNumber, Number(place.txNumber)));
}

/** Finds what a reference is to. @throws Refusal */
export async function wholeValue(reference: string, known: Known): Promise<WholeValue> {
    const [kind = '', ...parts] = partsOf(reference);
    const value = await FINDERS.get(kind)?.(parts, known);
    if (value === undefined) throw notFound('there is no such value any more', 'look at what it was of again');
    if (fullSize(value) > value.length)
        throw notFound(
            `of ${fullSize(value)} bytes the first ${value.length} are kept`,
            'what is in no block is kept by its beginning: heddle query prints all of a result',
        );
    return { value, name: `${nameOf(parts)}${endingOf(kind, value)}` };
}

function partsOf(reference: string): string[] {
    const parts = parsed(reference);
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string')) return parts;
    throw badRequest('this is no reference to a value', 'give one that came with a value');
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Keys may be anything, so that a file never has its name from one. */
function nameOf(parts: readonly string[]): string {
    return parts.find((part) => /^[0-9a-f]{64}$/.test(part))?.slice(0, 16) ?? 'value';
}

function endingOf(kind: string, value: Uint8Array): string {
    if (kind === 'envelope') return '.envelope.pb';
    if (!isUtf8(value)) return '.bin';
    return /^\s*[[{]/.test(Buffer.from(value.subarray(0, 64)).toString()) ? '.json' : '.txt';
}
