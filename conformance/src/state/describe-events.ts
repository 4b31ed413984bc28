import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
    type Context,
    Contract,
    ContractChaincode,
    Declares,
    Evaluate,
    event,
    IsInt,
    Transaction,
} from '@heddle/contract';
import { createLogger } from '@heddle/core';
import type { ChaincodeEvent, Gateway } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNEL } from '../harness/channel';
import { connectAs, dialPeer, type GatewayEndpoint, GatewayTarget } from '../harness/gateway-target';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';

export class Counted {
    static readonly event = event('Counted');
    @IsInt() number!: number;
}

/** Tells as many events as it is asked for, and what must not be told. */
@Declares(Counted)
export class Counter extends Contract {
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

/** The names under which the contract is committed: as it is by default, and with the last of several events counting. */
export const COUNTER = 'counter';
export const LENIENT_COUNTER = 'lenient';

/** The chaincodes that {@link describeEvents} calls, by their names. */
export const COUNTER_CHAINCODES: Readonly<Record<string, ContractChaincode>> = {
    [COUNTER]: counterChaincode('refuse'),
    [LENIENT_COUNTER]: counterChaincode('replace'),
};

/** How many events the transactions tell, one transaction after the other. */
export const COUNTS: readonly number[] = [0, 1, 2, 50];
/** All of them. */
export const ALL_COUNTED = COUNTS.flatMap(counted);

function counterChaincode(secondEvent: 'refuse' | 'replace'): ContractChaincode {
    // The tests look at what the last of several leaves, not at the warning.
    return new ContractChaincode({
        contracts: [Counter],
        secondEvent,
        logger: createLogger('error', () => undefined),
    });
}

function counted(upTo: number): { name: string; payload: { number: number } }[] {
    return Array.from({ length: upTo }, (_, index) => ({ name: 'Counted', payload: { number: index + 1 } }));
}

/** What listeners of today write, in one line, as the guide shows it. */
function unfold({ eventName: name, payload }: ChaincodeEvent): { name: string; payload: unknown }[] {
    const text = Buffer.from(payload).toString();
    return name === 'heddle.events' ? JSON.parse(text).events : [{ name, payload: JSON.parse(text) }]; // eslint-disable-line @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-member-access -- as in the guide
}

/** The first events of a chaincode since the channel began, as its peer sends them. */
async function firstEvents(gateway: Gateway, chaincode: string, count: number): Promise<ChaincodeEvent[]> {
    using events = await closedAtEnd(gateway, chaincode);
    const seen: ChaincodeEvent[] = [];
    for await (const one of events) if (seen.push(one) >= count) break;
    return seen;
}

async function closedAtEnd(gateway: Gateway, chaincode: string): Promise<AsyncIterable<ChaincodeEvent> & Disposable> {
    const events = await gateway.getNetwork(CHANNEL).getChaincodeEvents(chaincode, { startBlock: 1n });
    return Object.assign(events, {
        [Symbol.dispose]: () => {
            events.close();
        },
    });
}

/** Tells `heddle` where a peer is and who asks, in files of a folder. */
function connectionOptions({ peerAddress, rootCertificate, clients }: GatewayEndpoint, folder: string): string[] {
    const { mspId, certificate, privateKey } = clients.Org1;
    const save = (name: string, content: string | Buffer): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
    };
    const user = ['--msp-id', mspId, '--cert', save('cert.pem', certificate)];
    const key = save('key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const options = ['--gateway', peerAddress, '--channel', CHANNEL, ...user, '--key', key];
    if (rootCertificate === undefined) return options;
    return [...options, '--tls-root-cert', save('tls.pem', rootCertificate), '--tls-host-override', 'localhost'];
}

/** A client of the official library and one by the command, in the place of one user. Owns: its folder and connections. */
class Listener implements Disposable {
    readonly target: GatewayTarget;
    readonly gateway: Gateway;
    readonly #endpoint: GatewayEndpoint;
    readonly #client: ReturnType<typeof dialPeer>;
    readonly #folder = mkdtempSync(join(tmpdir(), 'heddle-events-'));

    constructor(endpoint: GatewayEndpoint) {
        this.#endpoint = endpoint;
        this.target = new GatewayTarget(endpoint);
        this.#client = dialPeer(endpoint);
        this.gateway = connectAs(this.#client, endpoint.clients.Org1);
    }

    /** Runs `heddle events` until it has printed so many. */
    heddleEvents(chaincode: string, count: number): Promise<Ended> {
        const asked = ['--chaincode', chaincode, '--from-block', '1', '--count', String(count)];
        const args = [HEDDLE, 'events', ...connectionOptions(this.#endpoint, this.#folder), ...asked];
        return runProgram(args, { cwd: this.#folder });
    }

    [Symbol.dispose](): void {
        this.gateway.close();
        this.#client.close();
        this.target.close();
        rmSync(this.#folder, { recursive: true, force: true });
    }
}

/**
 * Shows what becomes of the events of a transaction at those who listen.
 * @param where the chaincodes of {@link COUNTER_CHAINCODES} run, on a ledger that nobody else uses
 */
export function describeEvents(where: string, endpointOf: () => GatewayEndpoint): void {
    describe(`state promise 14: events of ${where}`, () => {
        let listener: Listener;

        beforeAll(async () => {
            listener = new Listener(endpointOf());
            for (const upTo of COUNTS) {
                const { target } = listener;
                const { message, validation } = await target.submit({ chaincode: COUNTER, args: ['count', `${upTo}`] });
                expect([message, validation]).toEqual(['', 'VALID']);
            }
        });
        afterAll(() => {
            listener[Symbol.dispose]();
        });

        describeOrder(() => listener);
        describeSecondEvents(() => listener);
    });
}

function describeOrder(listener: () => Listener): void {
    it('arrive in order at a client of the official library', async () => {
        const events = await firstEvents(listener().gateway, COUNTER, 3);
        expect(events.map(({ eventName }) => eventName)).toEqual(['Counted', 'heddle.events', 'heddle.events']);
        expect(events.flatMap(unfold)).toEqual(ALL_COUNTED);
    });

    it('arrive in order at heddle events', async () => {
        const { stdout, stderr } = await listener().heddleEvents(COUNTER, ALL_COUNTED.length);
        const lines = stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { name: string; payload: unknown });
        expect([stderr, lines.map(({ name, payload }) => ({ name, payload }))]).toEqual(['', ALL_COUNTED]);
    });
}

function describeSecondEvents(listener: () => Listener): void {
    it.each(['setTwice', 'setBeside'])('are refused where Fabric would drop one without a word: %s', async (name) => {
        const { status, message } = await listener().target.submit({ chaincode: COUNTER, args: [name] });
        expect([status, message]).toEqual([500, expect.stringMatching(/^EVENT_ALREADY_SET: /)]);
    });

    it('are refused in a transaction that is only evaluated, where nobody would get one', async () => {
        const { message } = await listener().target.evaluate({ chaincode: COUNTER, args: ['evaluated'] });
        expect(message).toMatch(/^READ_ONLY_TRANSACTION: /);
    });

    it('replace each other where the chaincode is lenient, as --lenient-events makes it', async () => {
        const { target, gateway } = listener();
        for (const name of ['setTwice', 'setBeside'])
            expect((await target.submit({ chaincode: LENIENT_COUNTER, args: [name] })).validation).toBe('VALID');
        const events = await firstEvents(gateway, LENIENT_COUNTER, 2);
        expect(events.map(({ eventName }) => eventName)).toEqual(['Second', 'Other']);
    });
}
