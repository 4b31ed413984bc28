import { type Chaincode, ChaincodeServer, createLogger, success } from '@heddle/core';
import { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';

const OPERATIONS = 20;

/** Writes ten keys, reads ten, and answers the sum of what it read: ten operations that depend on each other. */
const chaincode: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const [fcn = '', number = '0'] = stub.getStringArgs();
        if (fcn === 'fill') {
            await Promise.all(Array.from({ length: 10 }, (_, index) => stub.putState(`n${index}`, String(index))));
            return success();
        }
        let sum = 0;
        for (let index = 0; index < OPERATIONS / 2; index++) {
            sum += Number(String(await stub.getState(`n${index}`))) * Number(number);
            await stub.putState(`t${number}-${index}`, String(sum));
        }
        return success(String(sum));
    },
};

/** Runs so many transactions of twenty operations at the same time, on a server of which another peer comes and goes. */
export function describeConcurrency(transactions: number): void {
    describe(`${transactions} transactions at the same time`, () => {
        it('all end with their own results while another peer comes and goes, and leave nothing behind', async () => {
            await using server = new ChaincodeServer(chaincode, {
                packageId: 'busy:1',
                address: '127.0.0.1:0',
                logger: createLogger('error', () => undefined),
            });
            const { address } = await server.start();
            const installed = { name: 'busy', packageId: 'busy:1', connect: { address } };
            // The machine may be busy.
            const peer = await LocalPeer.start({ executeTimeoutMs: 300_000 });
            peer.install(installed);
            await peer.submit({ chaincode: 'busy', function: 'fill' });

            const numbers = Array.from({ length: transactions }, (_, index) => index);
            const comingAndGoing = comeAndGo(installed, 10);
            const results = await Promise.all(
                numbers.map((number) => peer.evaluate({ chaincode: 'busy', args: ['run', String(number)] })),
            );
            await comingAndGoing;

            expect(results.map(({ payload }) => Number(payload.toString()))).toEqual(
                numbers.map((number) => number * 45),
            );
            expect(server.transactionsInFlight).toBe(0);
            expect(server.sessionCount).toBe(1);
            await peer.close();
            await noSessions(server);
            expect(server.sessionCount).toBe(0);
        }, 300_000);
    });
}

/** A peer that connects, asks for something and hangs up at once. */
async function comeAndGo(installed: Parameters<LocalPeer['install']>[0], times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
        const visitor = await LocalPeer.start();
        visitor.install(installed);
        await visitor.launch({ chaincode: installed.name });
        const asked = visitor.evaluate({ chaincode: installed.name, args: ['run', '1'] });
        await Promise.all([visitor.close(), asked.catch(() => undefined)]);
    }
}

/** The server hears of the end of a stream a moment after the peer does. */
async function noSessions(server: ChaincodeServer): Promise<void> {
    for (let turn = 0; server.sessionCount > 0 && turn < 1000; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}
