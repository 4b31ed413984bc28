import type { LedgerReader } from '@heddle/local-peer';
import { type Found, prefixOf } from '@heddle/studio';
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
    const [, number] = /^(?:block )?(\d{1,12})$/i.exec(words) ?? [];
    const isBlock = number !== undefined && BigInt(number) < (await reader.height());
    const blocks: Found[] = isBlock
        ? [{ kind: 'block', text: `Block ${number}`, about: 'block', href: `/blocks/${number}` }]
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

/** Plain keys that begin so, and composite ones: `owner / Brad`, or the beginning of their type alone. */
async function keysOf(namespace: string, words: string, reader: LedgerReader): Promise<Found[]> {
    const starts = new Set([prefixOf(words), `\0${words}`]);
    const found = await Promise.all([...starts].map((start) => keysFrom(namespace, start, reader)));
    return found.flat();
}

async function keysFrom(namespace: string, start: string, reader: LedgerReader): Promise<Found[]> {
    const found: Found[] = [];
    for await (const row of rowsOf(reader.scan({ namespace, startKey: start, endKey: start + LAST }))) {
        if (found.length === MOST_OF_A_KIND) break;
        found.push(foundKey(namespace, row.key));
    }
    return found;
}

function foundKey(namespace: string, key: string): Found {
    const { text, parts } = keyOf(key);
    const href = `/ledger/${encodeURIComponent(namespace)}?key=${encodeURIComponent(text)}`;
    return { kind: 'key', text: parts?.join(' / ') ?? text, about: 'key', href };
}
