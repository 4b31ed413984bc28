import type { LedgerReader } from '@heddle/local-peer';
import type { Found } from '@heddle/studio';
import type { Recorder } from './record/recorder';
import { keyOf } from './view/bytes';
import { rowsOf } from './view/rows-of';
import { summaryOf } from './view/summary';

const MOST_OF_A_KIND = 8;
const LAST = '\u{10ffff}';

/** What a few letters may stand for: a transaction's id, a block's number, the beginning of a key. */
export async function find(
    words: string,
    recorder: Recorder,
    reader: LedgerReader,
    chaincodes: readonly string[],
): Promise<Found[]> {
    const transactions = [...recorder.newest()]
        .filter(({ proposal: { txId } }) => /^[0-9a-f]{4,64}$/.test(words) && txId.startsWith(words))
        .slice(0, MOST_OF_A_KIND)
        .map((one): Found => {
            const { id, call } = summaryOf(one);
            return {
                kind: 'transaction',
                text: `${call.name}(${call.args})`,
                about: id.slice(0, 8),
                href: `/transactions/${id}`,
            };
        });
    const older = transactions.length === 0 ? await findByHash(words, reader) : [];
    const isBlock = /^\d{1,12}$/.test(words) && BigInt(words) < (await reader.height());
    const blocks: Found[] = isBlock
        ? [{ kind: 'block', text: `Block ${words}`, about: 'block', href: `/blocks/${words}` }]
        : [];
    const keys = (await Promise.all(chaincodes.map((namespace) => keysOf(namespace, words, reader)))).flat();
    return [...transactions, ...older, ...blocks, ...keys.slice(0, MOST_OF_A_KIND)];
}

/** What is no longer kept: a whole id, or the hash of a block, is looked up. */
async function findByHash(words: string, reader: LedgerReader): Promise<Found[]> {
    if (!/^[0-9a-f]{64}$/.test(words)) return [];
    const about = words.slice(0, 8);
    const place = await reader.transaction(words);
    if (place !== undefined) {
        const text = `Transaction ${place.txNumber} of block ${place.blockNumber}`;
        return [{ kind: 'transaction', text, about, href: `/transactions/${words}` }];
    }
    const block = await reader.blockNumberOf(Buffer.from(words, 'hex'));
    return block === undefined ? [] : [{ kind: 'block', text: `Block ${block}`, about, href: `/blocks/${block}` }];
}

async function keysOf(namespace: string, words: string, reader: LedgerReader): Promise<Found[]> {
    const found: Found[] = [];
    for await (const row of rowsOf(reader.scan({ namespace, startKey: words, endKey: words + LAST }))) {
        if (found.length === MOST_OF_A_KIND) break;
        const { text, parts } = keyOf(row.key);
        const href = `/ledger/${encodeURIComponent(namespace)}?key=${encodeURIComponent(text)}`;
        found.push({ kind: 'key', text: parts?.join(' / ') ?? text, about: 'key', href });
    }
    return found;
}
