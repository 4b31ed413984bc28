import { setImmediate as turn } from 'node:timers/promises';
import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { LocalPeerError } from './errors';
import type { LedgerMark } from './ledger-marks';
import { LocalPeer } from './local-peer';
import { decodeBlock } from './records/block';
import { decodeReadWriteSet } from './records/read-write-set-codec';
import { channelHeaderOf, decodeTransaction, envelope, HeaderType } from './records/transaction-envelope';
import type { CommittedBlock } from './subscription';
import { ScriptedChaincode } from './testing/scripted-chaincode';

const CLIENTS = 6;
const KEYS = 20;
const REVERTS = 60;

/** What the valid transactions of all blocks have written, with the place of each write; no transaction comes twice. */
async function fold(peer: LocalPeer): Promise<Map<string, string>> {
    const state = new Map<string, string>();
    const ids = new Set<string>();
    const height = await peer.height();
    for await (const block of await peer.blocks({ startBlock: 0n })) {
        const ofBlock = block.transactions.map(({ txId }) => txId);
        expect(ofBlock.filter((txId) => ids.has(txId))).toEqual([]);
        for (const txId of ofBlock) ids.add(txId);
        for (const [key, written] of writesOf(block)) state.set(key, written);
        if (block.number === height - 1n) break;
    }
    return state;
}

function writesOf({ encoded, number, transactions }: CommittedBlock): [key: string, written: string][] {
    return decodeBlock(encoded).envelopes.flatMap((bytes, index) =>
        transactions[index]?.status === 'VALID'
            ? writesIn(bytes).map(([key, value]): [string, string] => [key, `${value} at ${number}.${index}`])
            : [],
    );
}

function writesIn(bytes: Buffer): [key: string, value: string][] {
    // The first block has the channel's configuration.
    if (channelHeaderOf(bytes).type !== HeaderType.ENDORSER_TRANSACTION) return [];
    const transaction = decodeTransaction(envelope.decode(bytes).payload);
    const sets = transaction === undefined ? [] : decodeReadWriteSet(transaction.action.results);
    return sets.flatMap(({ writes }) => writes.map(({ key, value }): [string, string] => [key, value.toString()]));
}

/** False where the mark is gone. */
async function isBackAt(peer: LocalPeer, mark: LedgerMark): Promise<boolean> {
    try {
        await peer.revert(mark);
        return true;
    } catch (error) {
        if (LocalPeerError.is(error) && error.code === 'MARK_GONE') return false;
        throw error;
    }
}

describe('a ledger that goes back while clients submit', () => {
    it('has what its blocks say', async () => {
        await using peer = await LocalPeer.start({ batch: { maxMessageCount: 5, timeoutMs: 2 } });
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            async put({ ask }, key = '', value = '') {
                await ask(requests.putState, { key, value: Buffer.from(value) });
            },
            async append({ ask }, key = '', value = '') {
                const before = await ask(requests.getState, { key });
                await ask(requests.putState, { key, value: Buffer.concat([before, Buffer.from(value)]) });
            },
        });
        peer.install({ name: 'basic', packageId, connect });
        let isOver = false;
        const statuses = new Set<string | undefined>();
        const client = async (name: number): Promise<void> => {
            for (let count = 0; !isOver; count++) {
                await turn();
                const args = [`k${(count * 7 + name) % KEYS}`, `${name}.${count} `];
                const call = { chaincode: 'basic', function: count % 2 === 0 ? 'put' : 'append', args };
                statuses.add((await peer.submit(call)).commit?.status);
            }
        };
        const clients = Array.from({ length: CLIENTS }, (_, name) => client(name));
        const marks: LedgerMark[] = [await peer.mark()];
        for (let round = 0; round < REVERTS; round++) {
            const height = await peer.height();
            while ((await peer.height()) < height + BigInt(round % 4)) await turn();
            if (round % 3 === 0) marks.push(await peer.mark(round % 2 === 0 ? { name: `n${round % 5}` } : {}));
            const back = marks[(round * 5) % marks.length];
            if (back === undefined) continue;
            if (!(await isBackAt(peer, back))) marks.splice(marks.indexOf(back), marks.length > 1 ? 1 : 0);
        }
        isOver = true;
        await Promise.all(clients);
        expect([...statuses].filter((status) => status !== 'MVCC_READ_CONFLICT')).toEqual(['VALID']);
        const states = await peer.states({ chaincode: 'basic' });
        const found = states.map(({ key, value, version: { blockNumber, txNumber } }) => [
            key,
            `${value.toString()} at ${blockNumber}.${txNumber}`,
        ]);
        expect(new Map(found as [string, string][])).toEqual(await fold(peer));
    });
});
