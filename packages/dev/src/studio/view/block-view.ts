import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LedgerReader, ReadBlock } from '@heddle/local-peer';
import type { BlockFacts, BlockRow, EventRow, IdentityRow, Page, Who } from '@heddle/studio';
import type { KeyPairFiles } from '../../dev/identities/key-pair-files';
import { notFound } from '../http/refusal';
import { bytesOf } from './bytes';
import { configurationView } from './configuration-view';
import { certificateFacts } from './endorsement-view';
import type { LedgerSource } from './ledger-source';
import { callOf, whoOf } from './summary';

/** A page of blocks, the newest first. */
export async function blocksView(
    reader: LedgerReader,
    before: number | undefined,
    limit: number,
): Promise<Page<BlockRow>> {
    const height = Number(await reader.height());
    const first = Number(reader.firstBlock);
    const items: BlockRow[] = [];
    for (let number = Math.min(before ?? height, height) - 1; number >= first && items.length < limit; number--) {
        const block = await reader.block(BigInt(number));
        if (block !== undefined) items.push(rowOf(block));
    }
    const last = items.at(-1)?.number ?? first;
    return { items, next: last > first ? String(last) : null };
}

/** @throws Refusal */
export async function blockView(reader: LedgerReader, number: number): Promise<BlockFacts> {
    const block = await reader.block(BigInt(number));
    if (block === undefined)
        throw notFound(`there is no block ${number}`, `the last one is ${(await reader.height()) - 1n}`);
    // What the first one follows is known to those who have made it.
    const isFirst = block.number === reader.firstBlock;
    const before = isFirst ? undefined : await reader.block(block.number - 1n);
    return {
        ...rowOf(block),
        isLinked: before?.hash.equals(block.previousHash) ?? isFirst,
        signedBy: block.signedBy.map((one) =>
            typeof one === 'number' ? { mspId: '', user: `consenter ${one}` } : whoOf(one),
        ),
        ...(await configurationView(block, reader)),
    };
}

function rowOf({ number, time, size, hash, previousHash, dataHash, transactions }: ReadBlock): BlockRow {
    return {
        number: Number(number),
        time: time.toISOString(),
        size,
        hash: hash.toString('hex'),
        previousHash: previousHash.toString('hex'),
        dataHash: dataHash.toString('hex'),
        transactions: transactions.map(({ txId, status, args, creator }) => {
            const { name, args: shown } = callOf(args);
            return {
                id: txId,
                code: status,
                call: txId === '' ? 'configuration' : `${name}(${shown})`,
                by: whoOf(creator),
            };
        }),
    };
}

/** Blocks that are looked through for events. */
const MOST_BLOCKS = 1000;

/** What applications have heard, the newest first. */
export async function eventsView(
    { reader, known }: Pick<LedgerSource, 'reader' | 'known'>,
    limit: number,
): Promise<Page<EventRow>> {
    const height = Number(await reader.height());
    const items: EventRow[] = [];
    const first = Math.max(Number(known?.().from ?? reader.firstBlock), height - MOST_BLOCKS);
    for (let number = height - 1; number >= first && items.length < limit; number--) {
        const block = await reader.block(BigInt(number));
        items.push(...eventsOf(block));
    }
    return { items, next: null };
}

/** The last one first. */
function eventsOf(block: ReadBlock | undefined): EventRow[] {
    const rows = (block?.transactions ?? []).flatMap(({ txId: id, status, event }, txNumber): EventRow[] => {
        if (event === undefined || status !== 'VALID') return [];
        const { name, chaincode, payload } = event;
        const shown = bytesOf(payload, ['event', id]);
        return [{ name, chaincode, payload: shown, block: Number(block?.number), txNumber, id }];
    });
    return rows.reverse();
}

/** @param files of a user in cryptogen's layout */
export function identityView(
    mspId: string,
    { user, certificatePath, privateKeyPath }: { readonly user: string } & KeyPairFiles,
): IdentityRow {
    const certificate = new X509Certificate(readFileSync(certificatePath));
    return { ...certificateView({ mspId }, certificate), user, certificatePath, privateKeyPath };
}

/** What a certificate says of its owner. */
export function certificateView({ mspId }: Pick<Who, 'mspId'>, certificate: X509Certificate): IdentityRow {
    const { subject, validFrom } = certificate;
    const { issuer, notAfter, attributes, fingerprint } = certificateFacts(certificate);
    return {
        mspId,
        user: whoOf({ mspId, name: /^CN=(.*)$/m.exec(subject)?.[1] ?? '' }).user,
        roles: [...subject.matchAll(/^OU=(.*)$/gm)].map(([, role]) => role ?? ''),
        attributes,
        notBefore: new Date(validFrom).toISOString(),
        notAfter,
        issuer,
        fingerprint,
    };
}
