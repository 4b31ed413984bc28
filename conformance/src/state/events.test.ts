import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as GrpcClient, credentials } from '@grpc/grpc-js';
import { type Context, Contract, Declares, Evaluate, event, IsInt, Transaction } from '@heddle/contract';
import type { SigningIdentity } from '@heddle/local-peer';
import { TestNetwork } from '@heddle/testing';
import { type ChaincodeEvent, connect, signers } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HEDDLE, runProgram } from '../harness/run-program';

// It starts processes, and the machine may be busy.
jest.setTimeout(120_000);

class Counted {
    static readonly event = event('Counted');
    @IsInt() number!: number;
}

@Declares(Counted)
class Counter extends Contract {
    @Transaction() count(ctx: Context, upTo: number): void {
        for (let number = 1; number <= upTo; number += 1) ctx.emit(Counted, { number });
    }
    @Transaction() setTwice(ctx: Context): void {
        ctx.stub.setEvent('First');
        ctx.stub.setEvent('Second');
    }
    @Transaction() setBeside(ctx: Context): void {
        ctx.emit(Counted, { number: 1 });
        ctx.stub.setEvent('Other');
    }
    @Evaluate() evaluated(ctx: Context): void {
        ctx.emit(Counted, { number: 1 });
    }
}

/** What listeners of today write, in one line, as the guide shows it. */
function unfold({ eventName: name, payload }: ChaincodeEvent): { name: string; payload: unknown }[] {
    const text = Buffer.from(payload).toString();
    return name === 'heddle.events' ? JSON.parse(text).events : [{ name, payload: JSON.parse(text) }]; // eslint-disable-line @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-member-access -- as in the guide
}

const counted = (upTo: number): { name: string; payload: { number: number } }[] =>
    Array.from({ length: upTo }, (_, index) => ({ name: 'Counted', payload: { number: index + 1 } }));

const CHANNEL = 'mychannel';
const COUNTS = [0, 1, 2, 50];
const ALL = COUNTS.flatMap(counted);

describe('state promise 14: events', () => {
    let net: TestNetwork<{ readonly contracts: readonly [typeof Counter] }>;
    let gateway: string;
    let member: SigningIdentity;
    let folder: string;

    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-events-'));
        net = await TestNetwork.start({ contracts: [Counter], name: 'counter', peer: { channels: [CHANNEL] } });
        gateway = (await net.peer.listen()).address;
        member = net.peer.organization.createMember({ name: 'listener' });
        for (const upTo of COUNTS) await net.as('ann').submit('count', upTo);
    });
    afterAll(async () => {
        await net.close();
        rmSync(folder, { recursive: true, force: true });
    });

    it('arrive in order at a client of the official library', async () => {
        const client = new GrpcClient(gateway, credentials.createInsecure());
        const credentialsOf = { mspId: 'Org1MSP', credentials: Buffer.from(member.certificate) };
        const connected = connect({
            client,
            identity: credentialsOf,
            signer: signers.newPrivateKeySigner(member.privateKey),
        });
        const events = await connected.getNetwork(CHANNEL).getChaincodeEvents('counter', { startBlock: 1n });
        const seen: unknown[] = [];
        const names: string[] = [];
        for await (const one of events) {
            names.push(one.eventName);
            seen.push(...unfold(one));
            if (seen.length >= ALL.length) break;
        }
        events.close();
        connected.close();
        client.close();
        expect(names).toEqual(['Counted', 'heddle.events', 'heddle.events']);
        expect(seen).toEqual(ALL);
    });

    it('arrive in order at heddle events', async () => {
        const mspDir = join(folder, 'msp');
        for (const [name, text] of [
            ['signcerts/cert.pem', member.certificate],
            ['keystore/priv_sk', String(member.privateKey.export({ format: 'pem', type: 'pkcs8' }))],
        ] as const) {
            mkdirSync(join(mspDir, name, '..'), { recursive: true });
            writeFileSync(join(mspDir, name), text);
        }
        const where = ['--gateway', gateway, '--channel', CHANNEL, '--chaincode', 'counter'];
        const options = [
            ...where,
            '--msp-id',
            'Org1MSP',
            '--msp-dir',
            mspDir,
            '--from-block',
            '1',
            '--count',
            String(ALL.length),
        ];
        const { stdout, stderr } = await runProgram([HEDDLE, 'events', ...options], { cwd: folder });
        const lines = stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { name: string; payload: unknown });
        expect([stderr, lines.map(({ name, payload }) => ({ name, payload }))]).toEqual(['', ALL]);
    });

    it('arrive in order in the test kit', () => {
        expect(net.events.map(({ name, payload }) => ({ name, payload }))).toEqual(ALL);
        expect(net.transactions.map(({ events }) => events.length)).toEqual(COUNTS);
    });

    it('are refused where Fabric would drop one without a word, and where nobody would get one', async () => {
        const ann = net.as('ann').raw;
        for (const name of ['setTwice', 'setBeside'])
            await expect(ann.submit(name)).rejects.toMatchObject({ code: 'EVENT_ALREADY_SET', status: 500 });
        await expect(ann.evaluate('evaluated')).rejects.toMatchObject({ code: 'READ_ONLY_TRANSACTION' });
    });

    it('replace each other where the chaincode is lenient, as --lenient-events makes it', async () => {
        await using lenient = await TestNetwork.start({ contracts: [Counter], secondEvent: 'replace' });
        await lenient.as('ann').submit('setTwice');
        await lenient.as('ann').submit('setBeside');
        expect(lenient.events.map(({ name }) => name)).toEqual(['Second', 'Other']);
    });
});
