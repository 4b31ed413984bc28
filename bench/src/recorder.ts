import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalWriter } from '@heddle/journal';
import { chaincodeInput, encodeMessage, MessageType, proposalParts, requests, response } from '@heddle/protocol';

// What the journal's recorder alone costs, in CPU of the process, its threads included: the six frames of a transaction that
// reads and writes, with a signed proposal of the usual size. npm run bench:recorder

const TRANSACTIONS = 50_000;
const ROUNDS = 5;
/** Of transactions, in turn. */
const IDS = 256;
/** Of a certificate, a nonce and a signature. */
const PROPOSAL_BYTES = 1_200;

interface ToldFrame {
    readonly from: 'peer' | 'chaincode';
    readonly frame: Buffer;
}

function framesOf(txId: string, secret: Buffer | undefined): ToldFrame[] {
    const named = { txId, channelId: 'mychannel' };
    const input = chaincodeInput.encode({ args: ['transfer', 'a1', 'bob'].map((text) => Buffer.from(text)) });
    const transient = new Map(secret === undefined ? [] : [['secret', secret]]);
    const payload = proposalParts.proposalPayload.encode({ input, transient });
    const parts = { header: Buffer.alloc(PROPOSAL_BYTES), payload };
    const proposal = proposalParts.signedProposal.encode({ proposal: proposalParts.proposal.encode(parts) });
    const value = Buffer.from('{"id":"a1","color":"red","size":5,"owner":"ann","appraisedValue":300}');
    const get = requests.getState.query.encode({ key: 'a1' });
    const put = requests.putState.query.encode({ key: 'a1', value });
    const completed = response.encode({ status: 200, payload: Buffer.from('ann') });
    return [
        { from: 'peer', frame: encodeMessage({ type: MessageType.TRANSACTION, payload: input, proposal, ...named }) },
        { from: 'chaincode', frame: encodeMessage({ type: MessageType.GET_STATE, payload: get, ...named }) },
        { from: 'peer', frame: encodeMessage({ type: MessageType.RESPONSE, payload: value, ...named }) },
        { from: 'chaincode', frame: encodeMessage({ type: MessageType.PUT_STATE, payload: put, ...named }) },
        { from: 'peer', frame: encodeMessage({ type: MessageType.RESPONSE, ...named }) },
        { from: 'chaincode', frame: encodeMessage({ type: MessageType.COMPLETED, payload: completed, ...named }) },
    ];
}

interface Way {
    readonly include: readonly ('transient' | 'private')[];
    /** Whether transactions have transient data, as all of the other benchmarks' do. */
    readonly hasTransient: boolean;
}

async function measure({ include, hasTransient }: Way): Promise<number> {
    const home = mkdtempSync(join(tmpdir(), 'heddle-recorder-'));
    const writer = new JournalWriter({ folder: join(home, 'journal'), heddle: '0', include, warn: () => undefined });
    const session = { packageId: 'cc:1', coalesce: true, transactionTimeoutMs: 0, workers: 0, remote: '' };
    const tap = writer.tap(session);
    const secret = hasTransient ? Buffer.alloc(32, 's') : undefined;
    const transactions = Array.from({ length: IDS }, (_, number) =>
        framesOf('0123456789abcdef'.repeat(4).slice(4) + String(number).padStart(4, '0'), secret),
    );
    const tell = ({ from, frame }: ToldFrame): void => {
        if (from === 'peer') tap.received(frame);
        else tap.sent(frame);
    };
    const begin = process.cpuUsage();
    for (let number = 0; number < TRANSACTIONS; number += 1) {
        for (const one of transactions[number % IDS] ?? []) tell(one);
        // As a server, which has other things to do as well.
        if (number % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await writer.close();
    if (writer.lostBytes > 0)
        process.stderr.write(`${writer.lostBytes} bytes were lost: the disk is too slow to measure\n`);
    const { user, system } = process.cpuUsage(begin);
    rmSync(home, { recursive: true });
    return (user + system) / TRANSACTIONS;
}

const WAYS: Readonly<Record<string, Way>> = {
    'redacted, without transient data': { include: [], hasTransient: false },
    'redacted, with transient data': { include: [], hasTransient: true },
    everything: { include: ['transient', 'private'], hasTransient: true },
};

async function main(): Promise<void> {
    const best = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
        for (const [name, way] of Object.entries(WAYS)) {
            best.set(name, Math.min(best.get(name) ?? Infinity, await measure(way)));
        }
    }
    for (const [name, microseconds] of best)
        process.stdout.write(`${name}: ${microseconds.toFixed(2)} µs CPU for six frames\n`);
}

void main();
