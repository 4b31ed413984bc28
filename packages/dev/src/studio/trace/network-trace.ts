import { writeFile } from 'node:fs/promises';
import type { LocalPeer, ObservedProposal, PeerObserver } from '@heddle/local-peer';
import { readPage, recordedPage, type StudioRecord } from '@heddle/studio';
import type { TakenTrace, TracedTest, TracedUser, TracePackage } from '@heddle/testing/internal';
import { askMetadata } from '../record/ask-metadata';
import { Recorder } from '../record/recorder';
import { readRecord } from './read-record';

/** The peer's own, where the test has named none. */
const CHANNEL = 'mychannel';
/** A chaincode that hangs says nothing of itself, and its test has failed long since. */
const PATIENCE_MS = 2000;

/** Records a network of tests, for the page of one that fails. Undefined where the page is not built. */
export const traceNetwork: TracePackage['traceNetwork'] = ({ channel = CHANNEL, chaincodes }) => {
    if (readPage() === undefined) return undefined;
    const recorder = new Recorder();
    for (const name of chaincodes) recorder.chaincode(runningChaincode(name));
    return {
        observer: observerOf(recorder, channel),
        read: async (peer, users) => takenTrace(await read({ peer, users, channel, chaincodes, recorder })),
    };
};

/** What is of its channel; of a transaction that is run twice as a check, the first run. */
function observerOf(recorder: Recorder, channel: string): PeerObserver {
    const isSecond = ({ txId, purpose }: ObservedProposal): boolean =>
        purpose === 'evaluate' && recorder.find(txId)?.proposal.purpose === 'endorse';
    return {
        proposal: (told) => {
            if (told.channel === channel && !isSecond(told)) recorder.proposal(told);
        },
        block: (told) => {
            if (told.channel === channel) recorder.block(told);
        },
        reverted: (told) => {
            recorder.reverted(told);
        },
    };
}

interface Reading {
    readonly peer: LocalPeer;
    readonly users: readonly TracedUser[];
    readonly channel: string;
    readonly chaincodes: readonly string[];
    readonly recorder: Recorder;
}

async function read({ peer, users, channel, chaincodes, recorder }: Reading): Promise<Omit<StudioRecord, 'test'>> {
    const contracts = await Promise.all(
        chaincodes.map(async (chaincode) => ({
            chaincode,
            document: await inTime(askMetadata(peer, { chaincode, channel })),
        })),
    );
    const organizations = peer.organizations.map(({ mspId }) => mspId);
    return await readRecord({ channel, reader: peer.ledger({ channel }), recorder, organizations, users, contracts });
}

function takenTrace(record: Omit<StudioRecord, 'test'>): TakenTrace {
    return {
        save: async (file, test) => {
            const page = recordedPage({ test: testOf(test), ...record });
            if (page !== undefined) await writeFile(file, page);
        },
    };
}

function testOf({ name, file, message, txId }: TracedTest): StudioRecord['test'] {
    return {
        name,
        message,
        at: new Date().toISOString(),
        ...(file !== undefined && { file }),
        ...(txId !== undefined && { transaction: txId }),
    };
}

function runningChaincode(name: string): StudioRecord['chaincodes'][number] {
    const since = new Date().toISOString();
    return { name, state: 'running', since, build: 1, files: [], oldCodeGoesOn: false };
}

/** Null for what takes too long. By a signal, which the clock of a test does not hold up. */
function inTime(asked: Promise<unknown>): Promise<unknown> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const late = new Promise((resolve) => {
        signal.addEventListener('abort', () => {
            resolve(null);
        });
    });
    return Promise.race([asked, late]);
}
